"""Gathering candidates: sums over sparse rows, the union of several lists; numba's machine code."""

import numpy as np
from numba import types
from numpy.typing import NDArray

from slotwise.kernels.hashing import make_table, number_all, number_of
from slotwise.kernels.machine_code import compiled, filled, given

_CODES, _WEIGHTS, _PLACES = given(types.int32), given(types.float32), given(types.int64)


@compiled(
    _PLACES,
    _CODES,
    _WEIGHTS,
    _CODES,
    _WEIGHTS,
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
    different: NDArray[np.int32],
    sums: NDArray[np.float32],
) -> int:
    """Add up rows of a sparse matrix, each times its factor; fill in the columns and their sums, return how many."""
    table, added, count = make_table(len(different)), np.zeros(len(different)), 0
    for row in range(len(chosen)):
        for entry in range(start[chosen[row]], start[chosen[row] + 1]):
            number = number_of(table, products[entry], count)
            if number == count:
                different[count] = products[entry]
                count += 1
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


@compiled(
    _CODES,
    _PLACES,
    _CODES,
    types.float64,
    filled(types.int32),
    filled(types.float64),
    filled(types.float32),
    returns=types.int64,
)
def union(
    together: NDArray[np.int32],
    counts: NDArray[np.int64],
    extra: NDArray[np.int32],
    constant: float,
    products: NDArray[np.int32],
    votes: NDArray[np.float64],
    ranks: NDArray[np.float32],
) -> int:
    """Unite lists that stand one after the other, counts[s] of each; return how many products there are."""
    table, numbers = make_table(len(products)), np.empty(len(products), np.int32)
    count: int = number_all(table, together, numbers)
    for place in range(len(together)):
        products[numbers[place]] = together[place]
    for product in extra:
        if number_of(table, product, count) == count:
            products[count] = product
            count += 1
    votes[:count] = 0.0
    ranks[: len(counts) * count] = np.nan
    place = 0
    for source in range(len(counts)):
        for rank in range(1, counts[source] + 1):
            votes[numbers[place]] += 1 / (constant + rank)
            ranks[source * count + numbers[place]] = rank
            place += 1
    return count
