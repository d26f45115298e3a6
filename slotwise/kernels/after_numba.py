"""What is touched after the products touched last, from the rings of the live trail: numba's machine code.

The plain form of these kernels are the features of the room, see `slotwise.passes`.
"""

import numpy as np
from numba import types
from numpy.typing import NDArray

from slotwise.kernels.hashing import find_place, make_table, number_all
from slotwise.kernels.machine_code import compiled, filled, given
from slotwise.kernels.pairwise import pairwise_sum

_RINGS, _TIMES, _STEPS = given(types.int32, 2), given(types.int64, 2), given(types.int8, 2)
_CODES, _WEIGHTS = given(types.int32), given(types.float64)
_TWO = types.UniTuple(types.int64, 2)  # type: ignore[no-untyped-call]


@compiled(
    _CODES, _RINGS, _TIMES, _STEPS, types.int64, _WEIGHTS, filled(types.int32), filled(types.int64, 2),
    filled(types.float64), returns=_TWO,
)  # fmt: skip
def collect(
    latest: NDArray[np.int32],
    neighbours: NDArray[np.int32],
    times: NDArray[np.int64],
    steps: NDArray[np.int8],
    now: int,
    scales: NDArray[np.float64],
    products: NDArray[np.int32],
    found: NDArray[np.int64],
    exponents: NDArray[np.float64],
) -> tuple[int, int]:
    """Fill in what was touched after the latest products, one ring after the other; return how many, n, and l of them.

    products[n]; found[:, n]: after which of the latest, how many interactions after it, how many ms ago. The first l
    came after the first product. exponents: ages of all by scales[0], then of the first l by scales[1] and scales[2].
    """
    count, last = 0, 0
    for back in range(len(latest)):
        product = latest[back]
        for column in range(neighbours.shape[1]):
            if steps[product, column] > 0:
                products[count] = neighbours[product, column]
                found[0, count] = back
                found[1, count] = steps[product, column]
                found[2, count] = max(now - times[product, column], 0)
                count += 1
        if back == 0:
            last = count
    for j in range(count):
        exponents[j] = found[2, j] / scales[0]
    for j in range(last):
        exponents[count + j] = found[2, j] / scales[1]
        exponents[count + last + j] = found[2, j] / scales[2]
    return count, last


@compiled(
    _CODES, given(types.int64, 2), types.int64, _WEIGHTS, _WEIGHTS, _CODES, given(types.int64), filled(types.float32, 2)
)
def shares(
    products: NDArray[np.int32],
    found: NDArray[np.int64],
    last: int,
    decayed: NDArray[np.float64],
    halves: NDArray[np.float64],
    wanted: NDArray[np.int32],
    places: NDArray[np.int64],
    out: NDArray[np.float32],
) -> None:
    """Fill out[places[f], i] for wanted product i: times after the last, share after the last, share after all; -1 not.

    products, found and how many came after the last as `collect` gave them; decayed: 2 to the power of its exponents;
    halves: weight of each of the latest. Of the first feature what the log is taken of.
    """
    count = len(products)
    weights, totals = np.empty((3, count)), np.zeros(len(halves))
    for j in range(last):
        weights[0, j] = decayed[count + j] / found[1, j]
        weights[1, j] = decayed[count + last + j] / found[1, j]
    whole = max(pairwise_sum(weights[1], 0, last), 1.0) if last else 1.0
    for j in range(count):
        weights[2, j] = decayed[j] / found[1, j]
        totals[found[0, j]] += weights[2, j]
    numbers, table = np.empty(len(products), np.int32), make_table(len(products))
    sums = np.zeros((3, number_all(table, products, numbers)))
    for j in range(count):
        if j < last:
            sums[0, numbers[j]] += weights[0, j]
            sums[1, numbers[j]] += weights[1, j] / whole
        back = found[0, j]
        sums[2, numbers[j]] += weights[2, j] * (halves[back] / max(totals[back], 1.0))
    found_at = np.empty(len(wanted), np.int32)
    for i in range(len(wanted)):
        found_at[i] = table[1, find_place(table, wanted[i])]
    for feature in range(3):
        if places[feature] >= 0:
            own, summed = out[places[feature]], sums[feature]
            for i in range(len(wanted)):
                own[i] = np.float32(summed[found_at[i]]) if found_at[i] >= 0 else np.float32(0)


@compiled(_CODES, _RINGS, _TIMES, types.int64, _CODES, filled(types.float32))
def minutes(
    last: NDArray[np.int32],
    neighbours: NDArray[np.int32],
    times: NDArray[np.int64],
    now: int,
    wanted: NDArray[np.int32],
    out: NDArray[np.float32],
) -> None:
    """Fill out[i] with the minutes since wanted product i was touched around the last ones, NaN if it was not."""
    width = neighbours.shape[1]
    table, numbers = make_table(len(last) * width), np.empty(width, np.int32)
    newest = np.zeros(len(last) * width, np.int64)
    for product in last[-1:]:
        number_all(table, neighbours[product], numbers)
        for column in range(width):
            newest[numbers[column]] = max(newest[numbers[column]], times[product, column])
    for i in range(len(wanted)):
        number = table[1, find_place(table, wanted[i])]
        seen = newest[number] if number >= 0 else 0
        out[i] = np.float32((now - seen) / 60_000) if seen > 0 else np.float32(np.nan)
