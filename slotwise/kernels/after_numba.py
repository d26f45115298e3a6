"""What is touched after the products touched last, from the rings of the live trail: numba's machine code.

The plain form of these kernels are the features of the room, see `slotwise.passes`.
"""

import numpy as np
from numba import types
from numpy.typing import NDArray

from slotwise.kernels.hashing import find_place, make_table, number_all
from slotwise.kernels.machine_code import compiled, filled, given, part
from slotwise.kernels.pairwise import pairwise_sum

_RINGS, _TIMES, _STEPS = given(types.int32, 2), given(types.int64, 2), given(types.int8, 2)
_CODES, _WEIGHTS = given(types.int32), given(types.float64)
_TWO = types.UniTuple(types.int64, 2)  # type: ignore[no-untyped-call]


@compiled(
    _CODES, _RINGS, _TIMES, _STEPS, types.int64, _WEIGHTS, filled(types.int32), filled(types.int64, 2),
    filled(types.float64), returns=_TWO, error_model="numpy",
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
            # Written in any case and kept by counting on: the processor would guess half of the branches wrongly.
            products[count] = neighbours[product, column]
            found[0, count] = back
            found[1, count] = steps[product, column]
            found[2, count] = max(now - times[product, column], 0)
            count += steps[product, column] > 0
        if back == 0:
            last = count
    for j in range(count):
        exponents[j] = found[2, j] / scales[0]
    for j in range(last):
        exponents[count + j] = found[2, j] / scales[1]
        exponents[count + last + j] = found[2, j] / scales[2]
    return count, last


@part
def _put(sums, numbers, place, out):  # type: ignore[no-untyped-def]
    """The sum of each candidate's number, in a column that somebody reads."""
    if place >= 0:
        own = out[place]
        for i in range(len(numbers)):
            own[i] = np.float32(sums[numbers[i]])


@compiled(
    _CODES, given(types.int64, 2), types.int64, _WEIGHTS, _WEIGHTS, _CODES, _RINGS, _TIMES, types.int64, _CODES,
    given(types.int64), filled(types.float32, 2), error_model="numpy",
)  # fmt: skip
def shares(
    products: NDArray[np.int32],
    found: NDArray[np.int64],
    last: int,
    decayed: NDArray[np.float64],
    halves: NDArray[np.float64],
    latest: NDArray[np.int32],
    neighbours: NDArray[np.int32],
    times: NDArray[np.int64],
    now: int,
    wanted: NDArray[np.int32],
    places: NDArray[np.int64],
    out: NDArray[np.float32],
) -> None:
    """Fill out[places[f], i] with feature f of wanted product i, in the order of `passes.trail.AFTER`; -1 is left out.

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
    numbers, table = np.empty(len(wanted), np.int32), make_table(len(wanted))
    sums = np.zeros((3, number_all(table, wanted, numbers)))
    for j in range(count):
        number = table[1, find_place(table, products[j])]
        if number >= 0:
            back = found[0, j]
            sums[2, number] += weights[2, j] * (halves[back] / max(totals[back], 1.0))
            if j < last:
                sums[0, number] += weights[0, j]
                sums[1, number] += weights[1, j] / whole
    for feature in range(3):
        _put(sums[feature], numbers, places[feature], out)
    if places[3] >= 0:
        newest = np.zeros(sums.shape[1], np.int64)
        for product in latest[:1]:
            for column in range(neighbours.shape[1]):
                number = table[1, find_place(table, neighbours[product, column])]
                if number >= 0:
                    newest[number] = max(newest[number], times[product, column])
        minutes = np.empty(len(newest))
        for number in range(len(newest)):
            minutes[number] = (now - newest[number]) / 60_000 if newest[number] > 0 else np.nan
        _put(minutes, numbers, places[3], out)
