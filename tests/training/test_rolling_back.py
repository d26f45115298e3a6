"""Roll-back needs nobody's leave."""

import pytest

from slotwise import baking, moves, shelf
from slotwise.errors import ShelfError
from slotwise.moves import Said
from training.gate import Limits
from training.promotion import Terms, promote
from training.rolling_back import follow, roll_back
from training.tracking import Tracker

pytestmark = pytest.mark.slow
EASY = Limits(p95_ms=10_000)


def test_back_and_forth(board, tmp_path):
    """One call brings the previous champion back, on the shelf and in the registry; another undoes it."""
    tracker, place = Tracker(board), tmp_path / "shelf"
    promote(tracker, "board", place, "1", Terms(EASY))
    promote(tracker, "board", place, "2", Terms(EASY, force="test"))

    for now, before in (("1", "2"), ("2", "1")):
        done = roll_back(place, "board", board)
        assert (done.now.version, done.before.version, done.registry) == (now, before, "")
        assert tracker.alias("board", "champion").version == now
        assert tracker.alias("board", "previous").version == before
        assert shelf.aliases(place, "board")["champion"].version == now


def test_rolling_back_with_the_registry_down(board, tmp_path):
    """A closed port in place of the registry: the shelf moves all the same, and the registry's silence is told."""
    tracker, place = Tracker(board), tmp_path / "shelf"
    promote(tracker, "board", place, "1", Terms(EASY))
    promote(tracker, "board", place, "2", Terms(EASY, force="test"))

    done = roll_back(place, "board", "http://127.0.0.1:9")
    assert done.now.version == "1"
    assert done.registry
    assert shelf.aliases(place, "board")["champion"].version == "1"


def test_nothing_to_roll_back_to(tmp_path, board):
    """Without a previous champion nothing moves and the error says what to do."""
    with pytest.raises(ShelfError):
        roll_back(tmp_path / "shelf", "board", board)


def test_the_reason_hangs_on_the_version_that_went(board, tmp_path):
    """On the trail and in the registry; nothing bakes any longer."""
    tracker, place = Tracker(board), tmp_path / "shelf"
    promote(tracker, "board", place, "1", Terms(EASY))
    promote(tracker, "board", place, "2", Terms(EASY, force="test", bake_ms=1_000_000))
    roll_back(place, "board", board, Said("ann", "too slow"))

    assert moves.moves(place, "board")[-1].why == "too slow"
    assert tracker.version("board", "2").tags["rolled_back"] == "too slow"
    assert baking.under_way(place / "board") is None


def test_the_registry_follows_later(board, tmp_path):
    """What the shelf did while the registry was down is made up for."""
    tracker, place = Tracker(board), tmp_path / "shelf"
    promote(tracker, "board", place, "1", Terms(EASY))
    promote(tracker, "board", place, "2", Terms(EASY, force="test"))
    shelf.roll_back(place, "board", Said("the bake", "clicks fell"))

    assert follow(place, "board", board) == ""
    assert tracker.alias("board", "champion").version == "1"
    assert tracker.alias("board", "previous").version == "2"
    assert tracker.version("board", "2").tags["rolled_back"] == "clicks fell"
