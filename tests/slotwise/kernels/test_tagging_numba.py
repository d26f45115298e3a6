"""The compiled tagging gives what plain numpy gives, for one person and for many."""

import numpy as np
import pytest

pytest.importorskip("numba")

from hypothesis import given, settings

from slotwise.kernels import tagging_numba, tagging_numpy
from tests.slotwise.kernels.tagging import histories, in_worlds


@given(histories())
@settings(max_examples=150, deadline=None)
def test_the_same_as_plain_numpy(world):
    """Every tag of every person, held or not, and the event that reached it."""
    events, tables, start, now = world
    n_tags = len(tables[-1])
    ours, plain = (np.zeros((len(start) - 1, n_tags), np.bool_) for _ in range(2))
    tagging_numba.held(now, *events, *tables, start, ours)
    tagging_numpy.held(now, *events, *tables, start, plain)
    assert np.array_equal(ours, plain)
    for first, last in in_worlds(start):
        one = tuple(column[first:last] for column in events)
        ours, plain = (np.zeros(n_tags, np.int64) for _ in range(2))
        tagging_numba.reached(now, *one, *tables, ours)
        tagging_numpy.reached(now, *one, *tables, plain)
        assert np.array_equal(ours, plain)
