"""Where the themes stand in a feature matrix, and which table row each of its values selects."""

from types import ModuleType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from slotwise.errors import RankingExamplesError
from slotwise.rankers.compile import Tables


class Layout(NamedTuple):
    """How many columns each block of the feature matrix has, in the order in which they stand."""

    request: int
    """Person and scene features: the same for every candidate of a request."""
    product: int
    """Product features: the same for every request, until the product's counts are refreshed."""
    match: int
    """Features of this person, scene and product together."""


class Block(NamedTuple):
    """The used features of neighbouring columns, with offsets into the tables' edges and rows."""

    width: int
    columns: NDArray[np.int64]
    edge_start: NDArray[np.int64]
    row_start: NDArray[np.int64]


def cut_block(tables: Tables, first: int, width: int) -> Block:
    """The block of the columns first ... first + width - 1; its own columns count from 0."""
    start, stop = np.searchsorted(tables.features, [first, first + width])
    edge_start = tables.edge_start[start : stop + 1].astype(np.int64)
    columns = tables.features[start:stop].astype(np.int64) - first
    return Block(width, columns, edge_start, edge_start[:-1] + 2 * np.arange(start, stop))


def find_rows(block: Block, values: NDArray[np.float32], tables: Tables, kernel: ModuleType) -> NDArray[np.int64]:
    """float32[n, width] values -> int64[used, n] rows of the tables; raises RankingExamplesError for another form.

    Columns that lie one after the other in memory need not be copied.
    """
    if values.ndim != 2 or values.shape[1] != block.width or values.dtype != np.float32:
        raise RankingExamplesError(
            "the features do not fit the compiled trees",
            expected=f"float32 (n, {block.width})",
            given=f"{values.dtype} {values.shape}",
        )
    rows = np.empty((len(block.columns), len(values)), dtype=np.int64)
    kernel.find_rows(
        np.ascontiguousarray(values.T), block.columns, block.edge_start, block.row_start, tables.edges, rows
    )
    return rows
