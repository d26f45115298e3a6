"""Already seen: what was touched is not recommended again."""

from slotwise.rules.already_seen import AlreadySeen
from tests.worlds import make_moment, make_state


def test_the_whole_history_is_excluded(checkerboard):
    """Whatever the person did with a product, it is out; nothing else is."""
    moment = make_moment(checkerboard, make_state("p", ["p4", "p2", "p4"], checkerboard.as_of - 1))

    assert set(AlreadySeen().exclude(moment, checkerboard.catalog).tolist()) == {2, 4}
