"""Already owned: what was converted is not offered again."""

from slotwise import person
from slotwise.rules.already_owned import DAY, AlreadyOwned
from tests.worlds import make_events, make_moment


def test_conversions_are_excluded(checkerboard):
    """Only conversions count, ever or within some days."""
    events = [
        *make_events("p", ["p1"], checkerboard.as_of - 20 * DAY, "convert"),
        *make_events("p", ["p2"], checkerboard.as_of - DAY, "convert"),
        *make_events("p", ["p3"], checkerboard.as_of - DAY, "click"),
    ]
    moment = make_moment(checkerboard, person.fold(person.empty("p"), events))

    assert sorted(AlreadyOwned().exclude(moment, checkerboard.catalog).tolist()) == [1, 2]
    assert AlreadyOwned(days=7).exclude(moment, checkerboard.catalog).tolist() == [2]
