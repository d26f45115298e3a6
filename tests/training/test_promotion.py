"""Promotion passes the gate, or has an experiment's word for it."""

import orjson
import pytest

from slotwise import baking, bundle, moves, shelf
from slotwise.analysis.experiments.freezing import freeze
from slotwise.errors import BundleError, GateError, RegistryError
from training.gate import Limits
from training.promotion import Terms, comparison, link, promote
from training.tracking import Tracker
from training.verdict import read

pytestmark = pytest.mark.slow
EASY = Limits(p95_ms=10_000)


def test_the_first_champion_goes_to_the_shelf(board, tmp_path):
    """It beats popular, so it passes: the alias moves and the verified bundle stands on the shelf."""
    tracker = Tracker(board)
    done = promote(tracker, "board", tmp_path / "shelf", "1", Terms(EASY))

    assert tracker.alias("board", "champion").version == "1"
    published = shelf.aliases(tmp_path / "shelf", "board")["champion"]
    assert published == done.published
    bundle.verify(tmp_path / "shelf" / "board" / published.folder)


def test_a_worse_version_stays_out(board, tmp_path):
    """The poor version does not beat the champion: it is refused with the reason, and nothing moves."""
    tracker, place = Tracker(board), tmp_path / "shelf"
    promote(tracker, "board", place, "1", Terms(EASY))
    before = shelf.aliases(place, "board")

    with pytest.raises(GateError) as refused:
        promote(tracker, "board", place, "2", Terms(EASY))
    assert "not better beyond the interval" in refused.value.detail
    assert tracker.alias("board", "champion").version == "1"
    assert shelf.aliases(place, "board") == before


def test_a_reason_forces_and_is_kept(board, tmp_path):
    """Forced, it goes live; the reason and what was overruled hang on the version, and `previous` leads back."""
    tracker, place = Tracker(board), tmp_path / "shelf"
    promote(tracker, "board", place, "1", Terms(EASY))
    done = promote(tracker, "board", place, "2", Terms(EASY, force="the old one is on fire"))

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
    promote(tracker, "board", tmp_path / "lost", "1", Terms(EASY))
    done = promote(tracker, "board", tmp_path / "shelf", "1", Terms(Limits(p95_ms=0.0)))

    assert done.before is None
    assert shelf.aliases(tmp_path / "shelf", "board")["champion"].version == "1"


def test_limits_hold_for_the_first(board, tmp_path):
    """A bundle over its size is refused even as the first."""
    with pytest.raises(GateError) as refused:
        promote(Tracker(board), "board", tmp_path / "shelf", "1", Terms(Limits(10_000, 0.001), first=True))
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
            promote(tracker, "board", tmp_path / "shelf", "1", Terms(EASY, force="try"))
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


def report(folder, version, code="ship", frozen=True, name="board"):
    """An experiment's report that names the variant of a version."""
    path = folder / f"report-{version}-{code}.json"
    pinned = {"model": name, "version": version, "folder": f"{version}-x", "digest": "x", "run_id": ""}
    verdict = {"code": code, "variant": "better" if code == "ship" else "", "text": f"{code}: clicks +4 %"}
    variants = [{"variant": "control", "pinned": None}, {"variant": "better", "pinned": pinned}]
    found = {"experiment": "exp", "phase": 1, "as_of": "x", "verdict": verdict, "variants": variants}
    path.write_bytes(orjson.dumps(freeze(found) if frozen else found))
    return read(path)


def test_an_experiments_word_takes_the_place_of_the_comparison(board, tmp_path):
    """What loses offline and won before persons goes live, by the verdict's own version, reason and report."""
    tracker, place = Tracker(board), tmp_path / "shelf"
    promote(tracker, "board", place, "1", Terms(EASY))
    verdict = report(tmp_path, "2")
    done = promote(tracker, "board", place, None, Terms(EASY, verdict=verdict, by="ann"))

    assert (done.version.version, done.overruled) == ("2", ())
    tags = tracker.version("board", "2").tags
    assert (tags["experiment"], tags["experiment.verdict"]) == ("exp", "ship better")
    assert tags["experiment.report"] == verdict.digest
    kept = tracker.file(tracker.version("board", "2"), "experiments", tmp_path)
    assert (kept / "exp-1" / verdict.path.name).read_bytes() == verdict.path.read_bytes()
    last = moves.moves(place, "board")[-1]
    assert (last.version, last.before, last.by, last.why) == ("2", "1", "ann", "ship: clicks +4 %")


@pytest.mark.parametrize(
    ("told", "why"),
    [({"code": "keep_going"}, "does not say ship"), ({"frozen": False}, "is not frozen"),
     ({"name": "other"}, "was won by")],
)  # fmt: skip
def test_another_word_keeps_the_gate_closed(board, tmp_path, told, why):
    """A verdict that says anything else, is not frozen, or is about another model promotes nothing."""
    tracker, place = Tracker(board), tmp_path / "shelf"
    promote(tracker, "board", place, "1", Terms(EASY))
    with pytest.raises(GateError) as refused:
        promote(tracker, "board", place, "2", Terms(EASY, verdict=report(tmp_path, "2", **told)))
    assert why in refused.value.detail
    assert shelf.aliases(place, "board")["champion"].version == "1"


def test_a_verdict_does_not_pay_for_slowness(board, tmp_path):
    """What a decision costs is asked whatever the experiment says."""
    tracker, place = Tracker(board), tmp_path / "shelf"
    promote(tracker, "board", place, "1", Terms(EASY))
    with pytest.raises(GateError) as refused:
        promote(tracker, "board", place, "2", Terms(Limits(10_000, 0.001), verdict=report(tmp_path, "2")))
    assert "MB" in refused.value.detail


def test_links_skip_what_the_registry_has_lost(board, tmp_path):
    """A variant whose version is gone is left out, the others are linked."""
    assert link(Tracker(board), report(tmp_path, "2")) == ["2"]
    assert link(Tracker(board), report(tmp_path, "77")) == []


def test_a_new_champion_bakes_where_that_is_asked(board, tmp_path):
    """From the promotion on, for as long as asked; the first champion has nothing to be held against."""
    tracker, place = Tracker(board), tmp_path / "shelf"
    terms = Terms(EASY, force="test", bake_ms=7_200_000)
    promote(tracker, "board", place, "1", terms)
    assert baking.under_way(place / "board") is None
    done = promote(tracker, "board", place, "2", terms)
    bake = baking.under_way(place / "board")
    assert (bake.folder, bake.until - bake.since, bake.tracking) == (done.published.folder, 7_200_000, board)
    promote(tracker, "board", place, "1", Terms(EASY, force="test"))
    assert baking.under_way(place / "board") is None
