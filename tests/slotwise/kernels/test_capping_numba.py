"""The compiled caps are those of the reference."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from slotwise.kernels import capping_numpy

capping_numba = pytest.importorskip("slotwise.kernels.capping_numba")


@given(size=st.integers(0, 12), count=st.integers(0, 5), seed=st.integers(0, 10**6))
def test_both_forms_agree(size, count, seed):
    """Any entries, rules, masks and keys, also without any."""
    random = np.random.default_rng(seed)
    times = random.integers(0, 50, size)
    counted, dismissed = random.random((count, size)) < 0.6, random.random((count, size)) < 0.2
    keys = random.integers(-1, 3, (5, size)).astype(np.int32)
    columns = [random.integers(0, 4, count), random.integers(1, 60, count), random.integers(0, 5, count)]
    rules = np.stack([*columns, random.integers(0, 40, count)], axis=1).reshape(count, 4)
    one, other = np.ones((count, size), bool), np.zeros((count, size), bool)
    capping_numpy.reached(50, times, counted, dismissed, keys, rules, one)
    capping_numba.reached(50, times, counted, dismissed, keys, rules, other)

    assert one.tolist() == other.tolist()
