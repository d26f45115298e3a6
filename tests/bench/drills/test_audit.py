"""The audit sees every way of being wrong."""

from bench.drills.audit import compare

LOG = [("a", "p"), ("b", "p"), ("c", "q")]
STATES = {"p": 2, "q": 1}


def test_what_is_right_is_right() -> None:
    """An event that is stored without having been acknowledged is fine: the answer was lost on its way."""
    assert compare({"a", "b"}, LOG, STATES).kept


def test_what_is_lost_is_seen() -> None:
    """Acknowledged, and not there."""
    assert compare({"a", "d"}, LOG, STATES).lost == 1


def test_what_counts_twice_is_seen() -> None:
    """Twice in the log, or more often in a state than in the log."""
    assert compare(set(), [*LOG, ("a", "p")], STATES).twice == 1
    assert compare(set(), LOG, {"p": 3, "q": 1}).twice == 1


def test_what_is_not_counted_is_seen() -> None:
    """In the log and not in the state, also when there is none."""
    assert compare(set(), LOG, {"p": 2}).uncounted == 1
    assert not compare(set(), LOG, {"p": 1, "q": 1}).kept
