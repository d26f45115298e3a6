"""Again: the person's own products by how often and how lately."""

import numpy as np

from slotwise import person
from slotwise.candidates.again import DAY, Again, AgainOptions
from tests.worlds import make_events, make_moment


def test_often_and_lately_come_first(checkerboard):
    """Strength adds up and halves with every half-life; only own products are retrieved."""
    now = checkerboard.as_of
    events = [
        *make_events("p", ["p1"], now - 20 * DAY, "convert"),
        *make_events("p", ["p2", "p2"], now - 10 * DAY, "view", gap=0),
        *make_events("p", ["p3"], now - 10 * DAY, "leave"),
    ]
    moment = make_moment(checkerboard, person.fold(person.empty("p"), events))
    again = Again(AgainOptions(halflife=10.0 * DAY))
    query = again.read(moment, checkerboard.start)

    assert np.allclose(again.score(query, np.array([1, 2, 3, 4], np.int32)), [1, 1, 0, 0], atol=1e-6)
    assert set(again.retrieve(query, 10, None).tolist()) == {1, 2}
