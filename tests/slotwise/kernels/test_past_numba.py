"""The kernel of a past: tags as the reference has them, and when they change."""

import numpy as np
import pytest

pytest.importorskip("numba")

from hypothesis import given, settings

from slotwise.kernels import past_numba, tagging_numpy
from tests.slotwise.kernels.tagging import histories, in_worlds

NO_CALLS = np.zeros((0, 4)), np.zeros((0, 0), np.bool_)


def past(now, one, tables):
    """The tags that one person holds, as places, as bits, where they were reached, and until when."""
    n_tags = len(tables[-1])
    places, word, told = np.zeros(2 * n_tags, np.int64), np.zeros(tables[1].shape[1], np.uint64), np.zeros(1)
    values = np.zeros(len(one[0]), np.float32)
    count = past_numba.past(now, *one, values, *tables, *NO_CALLS, places, word, told)
    return places[:count].tolist(), word, places[n_tags:], told[0]


@given(histories())
@settings(max_examples=100, deadline=None)
def test_tags_are_those_of_the_reference_and_stay_until_then(world):
    """Places, bits, and the events that reached them; just before the time that is told they are the same."""
    events, tables, start, now = world
    for first, last in in_worlds(start):
        one = tuple(column[first:last] for column in events)
        plain = np.zeros(len(tables[-1]), np.int64)
        held, word, reached, until = past(now, one, tables)
        tagging_numpy.reached(now, *one, *tables, plain)

        assert np.array_equal(reached, plain)
        assert held == np.flatnonzero(plain >= 0).tolist()
        assert [place for place in range(len(plain)) if int(word[place >> 6]) >> (place & 63) & 1] == held
        before = one[2] < now
        old = tuple(np.ascontiguousarray(column[before]) for column in one)
        assert past(int(min(until, now + 10**9)) - 1, old, tables)[0] == held
        assert until == np.inf or past(int(until), old, tables)[0] != held
