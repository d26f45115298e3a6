"""The plain uniting of lists, against answers written by hand."""

import numpy as np

from slotwise.kernels.uniting_numpy import contents, scatter, union


def test_union() -> None:
    """Products as they come up, what is only asked for last; votes of several lists add up; ranks by list."""
    products, votes, ranks = np.zeros(5, np.int32), np.zeros(5), np.zeros(10, np.float32)
    lists, extra = np.array([4, 2, 2], np.int32), np.array([9, 4], np.int32)
    count = union(lists, np.array([2, 1]), extra, 10.0, products, votes, ranks)
    assert products[:count].tolist() == [4, 2, 9]
    assert votes[:count].tolist() == [1 / 11, 1 / 12 + 1 / 11, 0]
    assert np.array_equal(ranks[:6].reshape(2, 3), [[1, 2, np.nan], [np.nan, 1, np.nan]], equal_nan=True)


def test_scatter() -> None:
    """Each list's values stand in its row, below their products."""
    products, codes = np.array([9, 2, 4], np.int32), np.array([2, 7, 4, 9], np.int32)
    out = np.zeros((3, 3), np.float32)
    scatter(products, codes, np.array([1, 2, 3, 4], np.float32), np.array([2, 4]), np.array([2, 0]), out)
    assert out.tolist() == [[4, 0, 3], [0, 0, 0], [0, 1, 0]]


def test_contents() -> None:
    """What may be shown of each product, in the order of the products."""
    start, by_product = np.array([0, 2, 2, 3]), np.array([5, 0, 3], np.int32)
    found, owner = np.zeros(3, np.int32), np.zeros(3, np.int64)
    assert contents(np.array([2, 1, 0], np.int32), start, by_product, np.zeros(0, np.bool_), found, owner) == 3
    assert (found.tolist(), owner.tolist()) == ([3, 5, 0], [0, 2, 2])
    assert contents(np.array([0], np.int32), start, by_product, np.arange(6) == 0, found, owner) == 1
    assert (found[0], owner[0]) == (0, 0)
