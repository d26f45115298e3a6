"""Interactions: rows by choice and by time."""

import numpy as np

from tests.worlds import START, make_world


def test_before_and_since_split_at_one_moment():
    """The moment itself belongs to what comes after; nothing is lost between."""
    events = make_world(events=200).interactions
    moment = int(events.time[80])
    before, since = events.before(moment), events.since(moment)

    assert len(before) + len(since) == len(events)
    assert (before.time < moment).all()
    assert (since.time >= moment).all()
    assert len(events.before(START - 1)) == len(events.since(int(events.time[-1]) + 1)) == 0


def test_take_keeps_rows_together():
    """Every column follows the chosen rows, in their order."""
    events = make_world(events=50).interactions
    chosen = np.array([7, 3, 3], np.intp)
    taken = events.take(chosen)

    assert taken.product.tolist() == events.product[chosen].tolist()
    assert np.array_equal(taken.facets, events.facets[chosen])
