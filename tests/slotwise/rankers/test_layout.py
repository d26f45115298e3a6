"""Blocks of columns: which features of a model lie in them and where their rows start."""

import numpy as np
import pytest

from slotwise.errors import RankingExamplesError
from slotwise.rankers import kernel_numpy
from slotwise.rankers.compile import Tables
from slotwise.rankers.layout import cut_block, rows_of

TABLES = Tables(
    features=np.array([0, 3, 4], dtype=np.int32),
    edges=np.array([1.0, 2.0, 5.0, 7.0], dtype=np.float32),
    edge_start=np.array([0, 2, 3, 4], dtype=np.int32),
    masks=np.zeros((10, 1), dtype=np.uint32),
    leaves=np.zeros((1, 32)),
)


def test_a_block_counts_its_own_columns() -> None:
    """Columns count from the block's first; offsets into edges and rows stay those of the whole model."""
    block = cut_block(TABLES, 2, 2)
    assert (block.columns.tolist(), block.edge_start.tolist(), block.row_start.tolist()) == ([1], [2, 3], [4])
    rows = rows_of(block, np.array([[9.0, 6.0], [9.0, 5.0]], dtype=np.float32), TABLES, kernel_numpy.find_rows)
    assert rows.tolist() == [[5, 4]]


def test_an_unused_block_selects_no_rows() -> None:
    """Columns that no split looks at cost nothing."""
    block = cut_block(TABLES, 1, 2)
    assert rows_of(block, np.zeros((3, 2), dtype=np.float32), TABLES, kernel_numpy.find_rows).shape == (0, 3)


def test_columns_may_be_strided() -> None:
    """A slice of a wider matrix gives the rows of its copy."""
    wide = np.arange(20, dtype=np.float32).reshape(4, 5)
    block = cut_block(TABLES, 3, 2)
    assert np.array_equal(
        rows_of(block, wide[:, 3:], TABLES, kernel_numpy.find_rows),
        rows_of(block, wide[:, 3:].copy(), TABLES, kernel_numpy.find_rows),
    )


def test_another_form_is_refused() -> None:
    """float64 would be rounded on the way, so it is an error, as is another width."""
    block = cut_block(TABLES, 0, 2)
    for values in (np.zeros((3, 2)), np.zeros((3, 1), dtype=np.float32), np.zeros(2, dtype=np.float32)):
        with pytest.raises(RankingExamplesError):
            rows_of(block, values, TABLES, kernel_numpy.find_rows)
