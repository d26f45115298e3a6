"""Looks at the ring of transitions: numba's machine code."""

import numpy as np
from numba import types
from numpy.typing import NDArray

from slotwise.kernels.machine_code import compiled, filled, given, part

_CODES, _ROWS, _WEIGHTS, _FACETS = given(types.int32), given(types.int64), given(types.float64), given(types.int32, 2)
_BLOCK = 128
"""Rows that are compared at once, before it is asked which of them it was."""


@part
def _back(column, product, start, stop, rows, room):  # type: ignore[no-untyped-def]
    """Fill rows[:room] from behind with the rows of [start, stop) that hold a product; return the room that is left."""
    while stop > start and room:
        begin = max(start, stop - _BLOCK)
        block, held = column[begin:stop], 0
        # From 0 on and without a way out: so the compiler compares many at once.
        for i in range(len(block)):
            held += block[i] == product
        for i in range(len(block) - 1, -1, -1):
            if not held or not room:
                break
            if block[i] == product:
                held, room = held - 1, room - 1
                rows[room] = begin + i
        stop = begin
    return room


@compiled(_CODES, types.int32, types.int64, types.int64, filled(types.int64), returns=types.int64)
def holding(column: NDArray[np.int32], product: int, first: int, count: int, rows: NDArray[np.int64]) -> int:
    """Fill in, last of all the newest, the rows that hold a product; return how many, at most as many as there is room.

    The oldest of `count` rows is `first`, and after the last row of the ring comes its first.
    """
    size, end = len(column), first + count
    room = _back(column, product, 0, max(end - size, 0), rows, len(rows))
    room = _back(column, product, first, min(end, size), rows, room)
    return len(rows) - room  # type: ignore[no-any-return]


@compiled(_ROWS, _ROWS, types.int64, types.float64, filled(types.float64), error_model="numpy")
def ages(time: NDArray[np.int64], rows: NDArray[np.int64], now: int, halflife: float, out: NDArray[np.float64]) -> None:
    """Fill out[i] with the age of row i in half-lives, below 0, and 0 for what is to come."""
    for i in range(len(rows)):
        out[i] = min(time[rows[i]] - now, 0) / halflife


@compiled(_FACETS, _ROWS, _CODES, _WEIGHTS, _WEIGHTS, filled(types.float64))
def alike(
    facets: NDArray[np.int32],
    rows: NDArray[np.int64],
    asked: NDArray[np.int32],
    powers: NDArray[np.float64],
    weights: NDArray[np.float64],
    out: NDArray[np.float64],
) -> None:
    """Fill out[i] with the weight of row i times powers[known facets asked about in which it differs]."""
    for i in range(len(rows)):
        differ = 0
        for column in range(len(asked)):
            differ += asked[column] >= 0 and facets[rows[i], column] != asked[column]
        out[i] = weights[i] * powers[differ]


@compiled(_CODES, _FACETS, _ROWS, _WEIGHTS, types.int64, types.int64, filled(types.float64))
def add_up(
    target: NDArray[np.int32],
    facets: NDArray[np.int32],
    rows: NDArray[np.int64],
    weights: NDArray[np.float64],
    column: int,
    value: int,
    sums: NDArray[np.float64],
) -> None:
    """Add the weights of the rows to the sums of their targets; only of those with a value, -1 any, in a facet."""
    for i in range(len(rows)):
        if value < 0 or facets[rows[i], column] == value:
            sums[target[rows[i]]] += weights[i]
