"""Promotion passes the gate, roll-back needs nobody's leave."""

import pytest

from slotwise import bundle, shelf
from slotwise.errors import BundleError, GateError, RegistryError, ShelfError
from training.gate import Limits
from training.promotion import comparison, promote, roll_back
from training.tracking import Tracker

pytestmark = pytest.mark.slow
EASY = Limits(p95_ms=10_000)


def test_the_first_champion_goes_to_the_shelf(board, tmp_path):
    """It beats popular, so it passes: the alias moves and the verified bundle stands on the shelf."""
    tracker = Tracker(board)
    done = promote(tracker, "board", tmp_path / "shelf", "1", EASY)

    assert tracker.alias("board", "champion").version == "1"
    published = shelf.aliases(tmp_path / "shelf", "board")["champion"]
    assert published == done.published
    bundle.verify(tmp_path / "shelf" / "board" / published.folder)


def test_a_worse_version_stays_out(board, tmp_path):
    """The poor version does not beat the champion: it is refused with the reason, and nothing moves."""
    tracker, place = Tracker(board), tmp_path / "shelf"
    promote(tracker, "board", place, "1", EASY)
    before = shelf.aliases(place, "board")

    with pytest.raises(GateError) as refused:
        promote(tracker, "board", place, "2", EASY)
    assert "not better beyond the interval" in refused.value.detail
    assert tracker.alias("board", "champion").version == "1"
    assert shelf.aliases(place, "board") == before


def test_a_reason_forces_and_is_kept(board, tmp_path):
    """Forced, it goes live; the reason and what was overruled hang on the version, and `previous` leads back."""
    tracker, place = Tracker(board), tmp_path / "shelf"
    promote(tracker, "board", place, "1", EASY)
    done = promote(tracker, "board", place, "2", EASY, force="the old one is on fire")

    assert done.before == "1"
    assert done.overruled
    tags = tracker.version("board", "2").tags
    assert tags["forced"] == "the old one is on fire"
    assert "not better" in tags["overruled"]
    assert tracker.alias("board", "previous").version == "1"
    assert shelf.aliases(place, "board")["previous"].version == "1"


def test_promoting_the_champion_again_mends_the_shelf(board, tmp_path):
    """A shelf that was lost is filled again without asking the gate."""
    tracker = Tracker(board)
    promote(tracker, "board", tmp_path / "lost", "1", EASY)
    done = promote(tracker, "board", tmp_path / "shelf", "1", Limits(p95_ms=0.0))

    assert done.before is None
    assert shelf.aliases(tmp_path / "shelf", "board")["champion"].version == "1"


def test_limits_hold_for_the_first(board, tmp_path):
    """A bundle over its size is refused even as the first."""
    with pytest.raises(GateError) as refused:
        promote(Tracker(board), "board", tmp_path / "shelf", "1", Limits(10_000, 0.001), first=True)
    assert "MB" in refused.value.detail


def test_a_damaged_bundle_goes_nowhere(board, registered, tmp_path):
    """A file that changed in the registry's store is found before anything moves."""
    tracker = Tracker(board)
    fetched = tracker.bundle(tracker.version("board", "1"), tmp_path / "fetched")
    victim = next(fetched.rglob("weights.npy"))
    stored = next(
        path
        for path in (registered[2].folder / "mlartifacts").rglob("weights.npy")
        if path.read_bytes() == victim.read_bytes()
    )
    whole = stored.read_bytes()
    try:
        stored.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
        with pytest.raises(BundleError):
            promote(tracker, "board", tmp_path / "shelf", "1", EASY, force="try")
    finally:
        stored.write_bytes(whole)
    assert tracker.alias("board", "champion") is None
    assert not (tmp_path / "shelf" / "board" / "aliases.json").exists()


def test_unknown_versions_are_said(board, tmp_path):
    """A version that is not registered is an error with those that are."""
    with pytest.raises(RegistryError) as missing:
        promote(Tracker(board), "board", tmp_path, "9")
    assert missing.value.expected == ["1", "2"]


def test_a_later_champion_is_paired_by_what_the_runs_kept(board):
    """Both were judged on the same cases, so they can be compared though neither knew of the other."""
    tracker = Tracker(board)
    found = comparison(tracker, tracker.version("board", "1"), tracker.version("board", "2"))

    assert found["how"] == "as judged in both runs"
    assert found["differences"]["ndcg@10"]["low"] > 0
    assert comparison(tracker, tracker.version("board", "1"), None) is None


def test_back_and_forth(board, tmp_path):
    """One call brings the previous champion back, on the shelf and in the registry; another undoes it."""
    tracker, place = Tracker(board), tmp_path / "shelf"
    promote(tracker, "board", place, "1", EASY)
    promote(tracker, "board", place, "2", EASY, force="test")

    for now, before in (("1", "2"), ("2", "1")):
        done = roll_back(place, "board", board)
        assert (done.now.version, done.before.version, done.registry) == (now, before, "")
        assert tracker.alias("board", "champion").version == now
        assert tracker.alias("board", "previous").version == before
        assert shelf.aliases(place, "board")["champion"].version == now


def test_rolling_back_with_the_registry_down(board, tmp_path):
    """A closed port in place of the registry: the shelf moves all the same, and the registry's silence is told."""
    tracker, place = Tracker(board), tmp_path / "shelf"
    promote(tracker, "board", place, "1", EASY)
    promote(tracker, "board", place, "2", EASY, force="test")

    done = roll_back(place, "board", "http://127.0.0.1:9")
    assert done.now.version == "1"
    assert done.registry
    assert shelf.aliases(place, "board")["champion"].version == "1"


def test_nothing_to_roll_back_to(tmp_path, board):
    """Without a previous champion nothing moves and the error says what to do."""
    with pytest.raises(ShelfError):
        roll_back(tmp_path / "shelf", "board", board)
