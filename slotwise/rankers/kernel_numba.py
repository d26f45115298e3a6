"""The compiled kernel: numba's machine code over the tables, one thread, exact order of additions.

Importing this module compiles it (about two seconds, kept in numba's cache) or loads it from that cache (some 0.1 s).
The signatures are fixed here, with every input read-only, so that a memory-mapped array never triggers a compilation
in the middle of a request.
"""

from collections.abc import Callable
from typing import Any, cast

import numpy as np
from llvmlite import ir
from numba import njit, types, void
from numba.extending import intrinsic
from numpy.typing import NDArray


def _input(dtype: Any, ndim: int) -> Any:
    return types.Array(dtype, ndim, "C", readonly=True)


_MATRIX = _input(types.float32, 2)
_EDGES = _input(types.float32, 1)
_PLACES = _input(types.int64, 1)
_MASK = _input(types.uint32, 1)
_MASKS = _input(types.uint32, 2)
_LEAVES = _input(types.float64, 2)


def _compiled(*signature: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """njit for one signature; without the on-disk cache where no directory for it can be written."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        try:
            return njit(void(*signature), cache=True, nogil=True)(function)  # type: ignore[no-any-return]
        except RuntimeError:
            return njit(void(*signature), nogil=True)(function)  # type: ignore[no-any-return]

    return decorate


@intrinsic
def _cttz(typing_context: Any, mask: Any) -> Any:
    """Place of the lowest set bit of a uint32, 32 when there is none (one instruction)."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.cttz(arguments[0], ir.Constant(ir.IntType(1), 0))

    return types.uint32(types.uint32), generate


_lowest_bit: Callable[[np.uint32], np.uint32] = cast(Any, _cttz)  # to the type checker, what it is to compiled code


@_compiled(_MATRIX, _PLACES, _PLACES, _PLACES, _EDGES, types.Array(types.int64, 2, "C"))
def find_rows(
    values: NDArray[np.float32],
    columns: NDArray[np.int64],
    edge_start: NDArray[np.int64],
    row_start: NDArray[np.int64],
    edges: NDArray[np.float32],
    rows: NDArray[np.int64],
) -> None:
    """Fills rows[n, used] with the table row of each value: all values of a feature search its edges in step.

    In step there is nothing to branch on, and the compiler searches for many values at once. Measured on values never
    seen before, one value after the other takes six times as long: the processor guesses half of the steps wrongly.
    """
    value = np.empty(len(values), dtype=np.float32)
    below = np.empty(len(values), dtype=np.int32)
    for used in range(len(columns)):
        own = edges[edge_start[used] : edge_start[used + 1]]
        for row in range(len(values)):
            value[row] = values[row, columns[used]]
            below[row] = 0
        length = len(own)
        while length > 0:
            half = (length + 1) >> 1
            for row in range(len(values)):
                below[row] += np.int32(half) * np.int32(own[np.uint32(below[row] + half - 1)] < value[row])
            length -= half
        nothing = np.int32(len(own) + 1)
        for row in range(len(values)):
            bin_ = nothing if value[row] != value[row] else below[row]
            rows[row, used] = row_start[used] + bin_


@_compiled(_MASKS, types.Array(types.int64, 2, "C"), types.Array(types.uint32, 2, "C"))
def and_rows(table: NDArray[np.uint32], rows: NDArray[np.int64], masks: NDArray[np.uint32]) -> None:
    """masks[i] &= table[rows[i, 0]] & table[rows[i, 1]] & ... for every i."""
    for i in range(len(masks)):
        own = masks[i]
        for used in range(rows.shape[1]):
            row = table[rows[i, used]]
            for tree in range(len(own)):
                own[tree] &= row[tree]


@_compiled(
    _MASKS, types.Array(types.int64, 2, "C"), _MASK, _MASKS, _PLACES, _LEAVES, types.Array(types.float64, 1, "C")
)
def sum_leaves(
    table: NDArray[np.uint32],
    rows: NDArray[np.int64],
    request: NDArray[np.uint32],
    products: NDArray[np.uint32],
    product_rows: NDArray[np.int64],
    leaves: NDArray[np.float64],
    scores: NDArray[np.float64],
) -> None:
    """Fills scores[m]: AND of request, product and match masks, then the exit leaves added in tree order."""
    own = np.empty(len(request), dtype=np.uint32)
    used = rows.shape[1]
    for i in range(len(scores)):
        product = products[product_rows[i]]
        for tree in range(len(own)):
            own[tree] = request[tree] & product[tree]
        # Four rows in one pass: a quarter of the traffic to `own`.
        step = 0
        while step + 4 <= used:
            first, second = table[rows[i, step]], table[rows[i, step + 1]]
            third, fourth = table[rows[i, step + 2]], table[rows[i, step + 3]]
            for tree in range(len(own)):
                own[tree] &= first[tree] & second[tree] & third[tree] & fourth[tree]
            step += 4
        while step < used:
            first = table[rows[i, step]]
            for tree in range(len(own)):
                own[tree] &= first[tree]
            step += 1
        score = np.float64(0.0)
        for tree in range(len(own)):
            # A sound table always leaves a leaf; "& 31" keeps a damaged one from reading outside the leaves.
            score += leaves[tree, int(_lowest_bit(own[tree]) & np.uint32(31))]
        scores[i] = score
