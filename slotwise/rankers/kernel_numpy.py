"""The kernel in plain numpy: the reference that the compiled one is compared with, and what serves without numba."""

import numpy as np
from numpy.typing import NDArray

from slotwise.rankers.compile import ALL_LEAVES, Tables
from slotwise.rankers.layout import Block, Summing, rows_of


def find_rows(
    values: NDArray[np.float32],
    columns: NDArray[np.int64],
    edge_start: NDArray[np.int64],
    row_start: NDArray[np.int64],
    edges: NDArray[np.float32],
    rows: NDArray[np.int64],
) -> None:
    """Fills rows[used, n] with the table row of each of values[used, n]: its bin, or the feature's last row for NaN."""
    for used, column in enumerate(columns):
        own = edges[edge_start[used] : edge_start[used + 1]]
        value = values[column]
        rows[used] = row_start[used] + np.where(np.isnan(value), len(own) + 1, np.searchsorted(own, value))


def and_rows(table: NDArray[np.uint32], rows: NDArray[np.int64], masks: NDArray[np.uint32]) -> None:
    """masks[i] &= table[rows[0, i]] & table[rows[1, i]] & ... for every i."""
    for own in rows:
        masks &= table[own]


def join_rows(
    values: NDArray[np.float32],
    columns: NDArray[np.int64],
    edge_start: NDArray[np.int64],
    row_start: NDArray[np.int64],
    edges: NDArray[np.float32],
    table: NDArray[np.uint32],
    masks: NDArray[np.uint32],
) -> None:
    """Fills masks[n] with the AND of the table rows of values[:, n], all leaves where nothing is looked at."""
    rows = np.empty((len(columns), len(masks)), np.int64)
    find_rows(values, columns, edge_start, row_start, edges, rows)
    masks[:] = ALL_LEAVES
    and_rows(table, rows, masks)


def summing(block: Block, tables: Tables) -> Summing:
    """What adds up the leaves of candidates whose features are a block's."""

    def sum_leaves(
        values: NDArray[np.float32],
        requests: NDArray[np.uint32],
        request_rows: NDArray[np.int64],
        products: NDArray[np.uint32],
        product_rows: NDArray[np.int64],
    ) -> NDArray[np.float64]:
        masks = products[product_rows] & requests[request_rows]
        and_rows(tables.masks, rows_of(block, values, tables, find_rows), masks)
        lowest = masks & (~masks + np.uint32(1))
        # A power of two has its place as its exponent; an empty mask (of a damaged table) ends at leaf 0.
        exits = np.frexp(np.maximum(lowest, 1).astype(np.float64))[1] - 1
        scores = np.zeros(len(values))
        for tree, own in enumerate(tables.leaves):
            # One tree after the other: np.sum adds pairwise, which gives other last bits than LightGBM.
            scores += own[exits[:, tree]]
        return scores

    return sum_leaves
