"""The plain gathering of candidates, against answers written by hand."""

import numpy as np

from slotwise.kernels.gathering_numpy import add_up, entries, sum_rows


def test_sums() -> None:
    """Rows times their factors, columns in the order in which they come up."""
    start, products = np.array([0, 2, 3]), np.array([7, 5, 5], np.int32)
    weights, different, sums = np.array([1, 2, 4], np.float32), np.zeros(3, np.int32), np.zeros(3, np.float32)
    chosen, factors = np.array([1, 0], np.int32), np.array([1, 0.5], np.float32)
    assert entries(start, chosen) == 3
    assert sum_rows(start, products, weights, chosen, factors, 8, different, sums) == 2
    assert (different.tolist(), sums.tolist()) == ([5, 7, 0], [5, 0.5, 0])
    assert add_up(products, weights, different, sums) == 2
    assert (different[:2].tolist(), sums[:2].tolist()) == ([7, 5], [1, 6])
