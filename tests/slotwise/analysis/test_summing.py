"""Sums by code are floats whatever was summed, and as many as there are codes."""

import numpy as np

from slotwise.analysis.summing import sums


def test_every_code_has_its_sum():
    """Also one that does not come up, and when nothing does."""
    assert sums(np.array([2, 0, 2]), np.array([1, 2, 3]), 4).tolist() == [2.0, 0.0, 4.0, 0.0]
    assert sums(np.zeros(0, np.int64), np.zeros(0), 2).tolist() == [0.0, 0.0]
