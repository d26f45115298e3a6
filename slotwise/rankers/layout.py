"""Where the themes stand in a feature matrix, and which table row each of its values selects."""

from collections.abc import Callable
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


Summing = Callable[
    [NDArray[np.float32], NDArray[np.uint32], NDArray[np.int64], NDArray[np.uint32], NDArray[np.int64]],
    NDArray[np.float64],
]
"""Adds up the leaves of m candidates: values[m, width], requests, request_rows, products, product_rows -> scores[m].

Candidate i has the AND of requests[request_rows[i]], products[product_rows[i]] and the masks of its values; the leaves
at which it ends are added in the order of the trees.
"""


def columns_of(block: Block, values: NDArray[np.float32]) -> NDArray[np.float32]:
    """float32[n, width] values -> their columns [width, n]; raises RankingExamplesError for another form.

    Columns that lie one after the other in memory need not be copied.
    """
    if values.ndim != 2 or values.shape[1] != block.width or values.dtype != np.float32:
        raise RankingExamplesError(
            "the features do not fit the compiled trees",
            expected=f"float32 (n, {block.width})",
            given=f"{values.dtype} {values.shape}",
        )
    return np.ascontiguousarray(values.T)


def rows_of(
    block: Block, values: NDArray[np.float32], tables: Tables, find_rows: Callable[..., None]
) -> NDArray[np.int64]:
    """float32[n, width] values -> int64[used, n] rows of the tables, by a kernel's `find_rows`."""
    rows = np.empty((len(block.columns), len(values)), dtype=np.int64)
    columns = columns_of(block, values)
    find_rows(columns, block.columns, block.edge_start, block.row_start, tables.edges, rows)
    return rows
