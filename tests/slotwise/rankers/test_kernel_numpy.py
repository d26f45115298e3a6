"""The plain kernel, step by step, against answers written by hand."""

import numpy as np

from slotwise.rankers.compile import Tables
from slotwise.rankers.kernel_numpy import and_rows, find_rows, summing
from slotwise.rankers.layout import cut_block


def test_rows_are_bins() -> None:
    """A value on an edge belongs to the bin below it; NaN has the last row; a feature without edges has bin 0."""
    values = np.array([[1.0, 1.5, 2.5, np.nan], [5.0, np.nan, 0.0, 1.0]], dtype=np.float32)
    rows = np.zeros((2, 4), dtype=np.int64)
    places = [np.array(each, dtype=np.int64) for each in ([0, 1], [0, 2, 2], [0, 4])]
    find_rows(values, *places, np.array([1.0, 2.0], dtype=np.float32), rows)
    assert rows.tolist() == [[0, 1, 2, 3], [4, 5, 4, 4]]


def test_masks_are_joined() -> None:
    """Every selected row takes leaves away, none gives them back."""
    table = np.array([[0b1110], [0b0111]], dtype=np.uint32)
    masks = np.array([[0b1111], [0b0011]], dtype=np.uint32)
    and_rows(table, np.array([[0, 1], [1, 1]]), masks)
    assert masks.tolist() == [[0b0110], [0b0011]]


def test_leaves_are_added_in_the_order_of_the_trees() -> None:
    """The lowest leaf left is taken; 1e16 + 1 - 1e16 shows the order, in which the 1 is lost."""
    leaves = np.zeros((3, 32))
    leaves[0, 31], leaves[1, 1], leaves[2, 0] = 1e16, 1.0, -1e16
    nothing, first = np.zeros(0, np.int32), np.zeros(2, np.int64)
    tables = Tables(nothing, np.zeros(0, np.float32), first[:1].astype(np.int32), np.zeros((0, 3), np.uint32), leaves)
    request = np.array([[2**31, 0b1110, 0b11]], dtype=np.uint32)
    product = np.full((1, 3), 2**32 - 1, dtype=np.uint32)
    sum_leaves = summing(cut_block(tables, 0, 0), tables)
    assert sum_leaves(np.zeros((2, 0), np.float32), request, first, product, first).tolist() == [0.0, 0.0]
