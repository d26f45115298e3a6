"""The compiled kernel: numba's machine code over the tables, one thread, exact order of additions.

Importing this module compiles it (about two seconds, kept in numba's cache) or loads it from that cache (some 0.1 s).
"""

import numpy as np
from numba import types
from numpy.typing import NDArray

from slotwise.kernels.machine_code import compiled, filled, given, part
from slotwise.rankers.compile import Tables
from slotwise.rankers.lanes_numba import LANES, SQUARE, fetch, lowest_bit, take_steps, turn
from slotwise.rankers.layout import Block, Summing, columns_of, rows_of
from slotwise.rankers.steps import make_steps

_PLACES = given(types.int64)
_ROWS = given(types.int64, 2)
_MASKS = given(types.uint32, 2)
_VALUES = given(types.float32, 2)


@compiled(_VALUES, _PLACES, _PLACES, _PLACES, given(types.float32), filled(types.int64, 2))
def find_rows(
    values: NDArray[np.float32],
    columns: NDArray[np.int64],
    edge_start: NDArray[np.int64],
    row_start: NDArray[np.int64],
    edges: NDArray[np.float32],
    rows: NDArray[np.int64],
) -> None:
    """Fills rows[used, n] with the table row of each value: all values[used, n] search a feature's edges in step.

    In step there is nothing to branch on, and the compiler searches for many values at once. Measured on values never
    seen before, one value after the other takes six times as long: the processor guesses half of the steps wrongly.
    """
    below = np.empty(values.shape[1], dtype=np.int32)
    for used in range(len(columns)):
        own = edges[edge_start[used] : edge_start[used + 1]]
        value = values[columns[used]]
        below[:] = 0
        length = len(own)
        while length > 0:
            half = (length + 1) >> 1
            for i in range(len(value)):
                below[i] += np.int32(half) * np.int32(own[np.uint32(below[i] + half - 1)] < value[i])
            length -= half
        nothing = np.int32(len(own) + 1)
        for i in range(len(value)):
            bin_ = nothing if value[i] != value[i] else below[i]
            rows[used, i] = row_start[used] + bin_


@compiled(_MASKS, _ROWS, filled(types.uint32, 2))
def and_rows(table: NDArray[np.uint32], rows: NDArray[np.int64], masks: NDArray[np.uint32]) -> None:
    """masks[i] &= table[rows[0, i]] & table[rows[1, i]] & ... for every i."""
    for i in range(len(masks)):
        own = masks[i]
        for used in range(len(rows)):
            row = table[rows[used, i]]
            for tree in range(len(own)):
                own[tree] &= row[tree]


@compiled(_VALUES, _PLACES, _PLACES, _PLACES, given(types.float32), _MASKS, filled(types.uint32, 2))
def join_rows(
    values: NDArray[np.float32],
    columns: NDArray[np.int64],
    edge_start: NDArray[np.int64],
    row_start: NDArray[np.int64],
    edges: NDArray[np.float32],
    table: NDArray[np.uint32],
    masks: NDArray[np.uint32],
) -> None:
    """Fills masks[n] with the AND of the table rows of values[:, n]."""
    rows = np.empty((len(columns), len(masks)), np.int64)
    find_rows(values, columns, edge_start, row_start, edges, rows)
    masks[:] = np.uint32(0xFFFFFFFF)
    and_rows(table, rows, masks)


@part
def _put_lanes(own, lanes, here):  # type: ignore[no-untyped-def]
    """The rows of the candidates that are worked on; lanes without one stand for the last of them."""
    for lane in range(LANES):
        lanes[lane] = own[min(lane, here - 1)]


@part
def _join(requests, request_rows, products, product_rows, masks):  # type: ignore[no-untyped-def]
    """masks[tree, lane] = requests[request_rows[lane], tree] & products[product_rows[lane], tree]."""
    n_trees = len(masks)
    if n_trees < SQUARE:
        for lane in range(LANES):
            for tree in range(n_trees):
                masks[tree, lane] = requests[request_rows[lane], tree] & products[product_rows[lane], tree]
        return
    for tree in range(0, n_trees, SQUARE):
        for lane in range(0, LANES, SQUARE):
            turn(masks, min(tree, n_trees - SQUARE), lane, requests, request_rows, products, product_rows)


@part
def _leaf(masks, leaves, lane):  # type: ignore[no-untyped-def]
    # A sound table always leaves a leaf; "& 31" keeps a damaged one from reading outside the leaves.
    return leaves[np.uint64(lowest_bit(masks[lane]) & np.uint32(31))]


@part
def _add_leaves(masks, leaves, first, sums):  # type: ignore[no-untyped-def]
    """Add up the leaves of up to four trees, in their order: one pass over the sums instead of four."""
    if first + 4 <= len(leaves):
        for place in range(LANES):
            lane, total = np.uint64(place), sums[np.uint64(place)]
            total += _leaf(masks[first], leaves[first], lane)
            total += _leaf(masks[first + 1], leaves[first + 1], lane)
            total += _leaf(masks[first + 2], leaves[first + 2], lane)
            sums[lane] = total + _leaf(masks[first + 3], leaves[first + 3], lane)
        return
    for tree in range(first, len(leaves)):
        for place in range(LANES):
            sums[np.uint64(place)] += _leaf(masks[tree], leaves[tree], np.uint64(place))


@part
def _fetch_next(products, product_rows, tree):  # type: ignore[no-untyped-def]
    """Have the next candidates' masks of some trees on their way: the table of all products exceeds the caches."""
    for row in product_rows[:LANES]:
        fetch(products, row * products.shape[1] + tree)


@compiled(
    _VALUES, _PLACES, _PLACES, _PLACES, given(types.float32), given(types.uint32), _MASKS, _PLACES, _MASKS, _PLACES,
    given(types.float64, 2), filled(types.float64),
)  # fmt: skip
def sum_leaves(
    values: NDArray[np.float32],
    columns: NDArray[np.int64],
    start: NDArray[np.int64],
    column: NDArray[np.int64],
    edge: NDArray[np.float32],
    keep: NDArray[np.uint32],
    requests: NDArray[np.uint32],
    request_rows: NDArray[np.int64],
    products: NDArray[np.uint32],
    product_rows: NDArray[np.int64],
    leaves: NDArray[np.float64],
    scores: NDArray[np.float64],
) -> None:
    """Fills scores[m]: AND of request and product masks, and of the steps' of values[:, m], then the sum of the leaves.

    columns, start, column, edge, keep: see `steps.Steps`. LANES candidates at once, tree after tree.
    """
    seen, masks = np.zeros((len(columns), LANES), np.float32), np.empty((len(leaves), LANES), np.uint32)
    asked, rows, sums = np.empty(LANES, np.int64), np.empty(LANES, np.int64), np.empty(LANES)
    for first in range(0, len(scores), LANES):
        here = min(LANES, len(scores) - first)
        _put_lanes(request_rows[first:], asked, here)
        _put_lanes(product_rows[first:], rows, here)
        for place in range(len(columns)):
            seen[place, :here] = values[columns[place], first : first + here]
        _join(requests, asked, products, rows, masks)
        sums[:] = 0
        for tree in range(len(leaves)):
            take_steps(masks, tree, seen, start, column, edge, keep)
            if tree % SQUARE == 0:
                _fetch_next(products, product_rows[first + LANES :], tree)
            if tree % 4 == 3 or tree + 1 == len(leaves):
                _add_leaves(masks, leaves, tree - tree % 4, sums)
        scores[first : first + here] = sums[:here]


def summing(block: Block, tables: Tables) -> Summing:
    """What adds up the leaves of candidates whose features are a block's."""
    columns, start, column, edge, keep, odd = make_steps(block, tables)

    def of(
        values: NDArray[np.float32],
        requests: NDArray[np.uint32],
        request_rows: NDArray[np.int64],
        products: NDArray[np.uint32],
        product_rows: NDArray[np.int64],
    ) -> NDArray[np.float64]:
        scores = np.empty(len(values))
        own = columns_of(block, values)
        if len(odd):
            products, rows = products[product_rows], rows_of(block, values, tables, find_rows)
            and_rows(tables.masks, rows[odd], products)
            product_rows = np.arange(len(values))
        sum_leaves(
            own,
            columns,
            start,
            column,
            edge,
            keep,
            requests,
            request_rows,
            products,
            product_rows,
            tables.leaves,
            scores,
        )
        return scores

    return of
