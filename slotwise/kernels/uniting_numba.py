"""Uniting the lists of several sources: who found what, at which rank, with which score; numba's machine code."""

import numpy as np
from numba import types
from numpy.typing import NDArray

from slotwise.kernels.hashing import find_place, make_table, number_all, number_of
from slotwise.kernels.machine_code import compiled, filled, given

_CODES, _WEIGHTS, _PLACES = given(types.int32), given(types.float32), given(types.int64)


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


@compiled(_CODES, _CODES, _WEIGHTS, _PLACES, _PLACES, filled(types.float32, 2))
def scatter(
    products: NDArray[np.int32],
    codes: NDArray[np.int32],
    values: NDArray[np.float32],
    ends: NDArray[np.int64],
    rows: NDArray[np.int64],
    out: NDArray[np.float32],
) -> None:
    """Put the values of lists that stand one after the other where their products stand, each list in its row."""
    table, numbers = make_table(len(products)), np.empty(len(products), np.int32)
    number_all(table, products, numbers)
    entry = 0
    for own in range(len(rows)):
        while entry < ends[own]:
            number = table[1, find_place(table, codes[entry])]
            if number >= 0:
                out[rows[own], number] = values[entry]
            entry += 1


@compiled(
    _CODES,
    _PLACES,
    _CODES,
    given(types.boolean),
    filled(types.int32),
    filled(types.int64),
    returns=types.int64,
)
def contents(
    products: NDArray[np.int32],
    start: NDArray[np.int64],
    by_product: NDArray[np.int32],
    shown: NDArray[np.bool_],
    found: NDArray[np.int32],
    owner: NDArray[np.int64],
) -> int:
    """Fill in the contents of the products that may be shown, and each one's place among them; return how many."""
    count = 0
    for place in range(len(products)):
        for entry in range(start[products[place]], start[products[place] + 1]):
            if not len(shown) or shown[by_product[entry]]:
                found[count] = by_product[entry]
                owner[count] = place
                count += 1
    return count
