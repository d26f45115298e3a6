"""Gathering candidates: sums over sparse rows; numba's machine code."""

import numpy as np
from numba import types
from numpy.typing import NDArray

from slotwise.kernels.hashing import make_table, number_all, number_of
from slotwise.kernels.machine_code import compiled, filled, given

_DENSE = 8
"""Columns for each different one that may come up, up to which all have a place in a table."""
_CODES, _WEIGHTS, _PLACES = given(types.int32), given(types.float32), given(types.int64)


@compiled(_PLACES, _CODES, returns=types.int64)
def entries(start: NDArray[np.int64], chosen: NDArray[np.int32]) -> int:
    """Return how many entries the chosen rows of a sparse matrix have together."""
    count = 0
    for row in chosen:
        count += start[row + 1] - start[row]
    return count


@compiled(
    _PLACES,
    _CODES,
    _WEIGHTS,
    _CODES,
    _WEIGHTS,
    types.int64,
    filled(types.int32),
    filled(types.float32),
    returns=types.int64,
)
def sum_rows(
    start: NDArray[np.int64],
    products: NDArray[np.int32],
    weights: NDArray[np.float32],
    chosen: NDArray[np.int32],
    factors: NDArray[np.float32],
    size: int,
    different: NDArray[np.int32],
    sums: NDArray[np.float32],
) -> int:
    """Add up rows of a sparse matrix, each times its factor; fill in the columns and their sums, return how many."""
    added, count = np.zeros(len(different)), 0
    # Every column has a place of its own where there are about as many entries as columns; else a hash table has.
    direct = np.full(size if len(different) * _DENSE >= size else 0, -1, np.int32)
    table = make_table(0 if len(direct) else len(different))
    for row in range(len(chosen)):
        for entry in range(start[chosen[row]], start[chosen[row] + 1]):
            product = products[entry]
            number = direct[product] if len(direct) else number_of(table, product, count)
            if number < 0 or number == count:
                number = count
                different[count] = product
                count += 1
                if len(direct):
                    direct[product] = number
            added[number] += weights[entry] * factors[row]
    for number in range(count):
        sums[number] = added[number]
    return count


@compiled(_CODES, _WEIGHTS, filled(types.int32), filled(types.float32), returns=types.int64)
def add_up(
    keys: NDArray[np.int32], weights: NDArray[np.float32], different: NDArray[np.int32], sums: NDArray[np.float32]
) -> int:
    """Add up the weights beside equal keys; fill in the keys as they come up and their sums, return how many."""
    table, numbers = make_table(len(keys)), np.empty(len(keys), np.int32)
    count: int = number_all(table, keys, numbers)
    added = np.zeros(count)
    for j in range(len(keys)):
        different[numbers[j]] = keys[j]
        added[numbers[j]] += weights[j]
    for number in range(count):
        sums[number] = added[number]
    return count
