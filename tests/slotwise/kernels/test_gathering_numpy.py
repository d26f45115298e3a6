"""The plain gathering of candidates, against answers written by hand."""

import numpy as np

from slotwise.kernels.gathering_numpy import add_up, sum_rows, union


def test_sums() -> None:
    """Rows times their factors, columns in the order in which they come up."""
    start, products = np.array([0, 2, 3]), np.array([7, 5, 5], np.int32)
    weights, different, sums = np.array([1, 2, 4], np.float32), np.zeros(3, np.int32), np.zeros(3, np.float32)
    chosen, factors = np.array([1, 0], np.int32), np.array([1, 0.5], np.float32)
    assert sum_rows(start, products, weights, chosen, factors, different, sums) == 2
    assert (different.tolist(), sums.tolist()) == ([5, 7, 0], [5, 0.5, 0])
    assert add_up(products, weights, different, sums) == 2
    assert (different[:2].tolist(), sums[:2].tolist()) == ([7, 5], [1, 6])


def test_union() -> None:
    """Products as they come up, what is only asked for last; votes of several lists add up; ranks by list."""
    products, votes, ranks = np.zeros(5, np.int32), np.zeros(5), np.zeros(10, np.float32)
    lists, extra = np.array([4, 2, 2], np.int32), np.array([9, 4], np.int32)
    count = union(lists, np.array([2, 1]), extra, 10.0, products, votes, ranks)
    assert products[:count].tolist() == [4, 2, 9]
    assert votes[:count].tolist() == [1 / 11, 1 / 12 + 1 / 11, 0]
    assert np.array_equal(ranks[:6].reshape(2, 3), [[1, 2, np.nan], [np.nan, 1, np.nan]], equal_nan=True)
