"""Impressions are cut by rows and by time."""

import numpy as np

from slotwise.impressions import Impressions


def some(times):
    """Impressions at the given times, told apart by their product."""
    n = len(times)
    return Impressions(
        decision=np.arange(n, dtype=np.int32),
        person=np.zeros(n, np.int32),
        time=np.array(times, np.int64),
        touchpoint=np.zeros(n, np.int16),
        slot=np.ones(n, np.int16),
        content=np.arange(n, dtype=np.int32),
        product=np.arange(n, dtype=np.int32),
        propensity=np.full(n, np.nan, np.float32),
        clicked=np.zeros(n, bool),
        converted=np.zeros(n, bool),
        facets=np.zeros((n, 2), np.int32),
        numbers=np.zeros((n, 0), np.float32),
    )


def test_a_moment_splits_past_from_future():
    """Rows at the moment itself belong to the future; both parts together are all rows."""
    shown = some([1, 2, 2, 3])

    assert shown.before(2).product.tolist() == [0]
    assert shown.since(2).product.tolist() == [1, 2, 3]
    assert len(shown.before(9)) == 4


def test_rows_are_taken_in_all_columns():
    """A mask, places or a slice choose the same rows of every column, facets included."""
    shown = some([1, 2, 3])

    assert shown.take(np.array([True, False, True])).time.tolist() == [1, 3]
    assert shown.take(np.array([2, 0])).product.tolist() == [2, 0]
    assert shown.take(slice(0, 1)).facets.shape == (1, 2)
