"""What stands beside a list of products, looked up for the candidates: numba's machine code over a small hash table."""

import numpy as np
from numba import types
from numpy.typing import NDArray

from slotwise.kernels.hashing import find_place, make_table, number_all
from slotwise.kernels.machine_code import compiled, filled, given

DAY = 86_400_000
HOUR = 3_600_000

_KEYS, _TIMES, _WEIGHTS = given(types.int32), given(types.int64), given(types.float64)


@compiled(_KEYS, _WEIGHTS, _KEYS, filled(types.float32))
def spread(
    keys: NDArray[np.int32], weights: NDArray[np.float64], wanted: NDArray[np.int32], out: NDArray[np.float32]
) -> None:
    """Fill out[m] with the sum of the weights beside each wanted key, added in their order; 0 where there is none."""
    numbers, table = np.empty(len(keys), np.int32), make_table(len(keys))
    sums = np.zeros(number_all(table, keys, numbers))
    for j in range(len(keys)):
        sums[numbers[j]] += weights[j]
    for i in range(len(wanted)):
        number = table[1, find_place(table, wanted[i])]
        out[i] = sums[number] if number >= 0 else 0.0


@compiled(_KEYS, _TIMES, _KEYS, filled(types.int64))
def latest(
    keys: NDArray[np.int32], times: NDArray[np.int64], wanted: NDArray[np.int32], out: NDArray[np.int64]
) -> None:
    """Fill out[m] with the latest of the times beside each wanted key; 0 where there is none."""
    numbers, table = np.empty(len(keys), np.int32), make_table(len(keys))
    found = np.zeros(number_all(table, keys, numbers), np.int64)
    for j in range(len(keys)):
        found[numbers[j]] = max(found[numbers[j]], times[j])
    for i in range(len(wanted)):
        number = table[1, find_place(table, wanted[i])]
        out[i] = found[number] if number >= 0 else 0


@compiled(_KEYS, _TIMES, types.int64, _KEYS, filled(types.float32, 2))
def touches(
    keys: NDArray[np.int32], times: NDArray[np.int64], now: int, wanted: NDArray[np.int32], out: NDArray[np.float32]
) -> None:
    """Fill out[4, m]: how often each wanted key stands there, days since the last time, entries since, days between."""
    numbers, table = np.empty(len(keys), np.int32), make_table(len(keys))
    count = number_all(table, keys, numbers)
    often, first, last = np.zeros(count, np.int64), np.empty(count, np.int64), np.empty(count, np.int64)
    for j in range(len(keys)):
        number = numbers[j]
        if not often[number]:
            first[number] = j
        often[number] += 1
        last[number] = j
    for i in range(len(wanted)):
        number = table[1, find_place(table, wanted[i])]
        if number < 0:
            out[0, i], out[1, i], out[2, i], out[3, i] = 0.0, np.nan, np.nan, 0.0
            continue
        out[0, i] = often[number]
        out[1, i] = (now - times[last[number]]) / DAY
        out[2, i] = len(keys) - last[number]
        out[3, i] = (times[last[number]] - times[first[number]]) / DAY


@compiled(_KEYS, _TIMES, given(types.boolean), types.int64, _KEYS, filled(types.float32, 2))
def exposures(
    keys: NDArray[np.int32],
    times: NDArray[np.int64],
    dismissed: NDArray[np.bool_],
    now: int,
    wanted: NDArray[np.int32],
    out: NDArray[np.float32],
) -> None:
    """Fill out[3, m]: times of the last 7 days of each wanted key, hours since the latest (NaN if none), dismissals."""
    numbers, table = np.empty(len(keys), np.int32), make_table(len(keys))
    count = number_all(table, keys, numbers)
    newest, found = np.zeros(count, np.int64), np.zeros((2, count), np.int64)
    for j in range(len(keys)):
        number = numbers[j]
        newest[number] = max(newest[number], times[j])
        found[0, number] += times[j] >= now - 7 * DAY
        found[1, number] += dismissed[j]
    for i in range(len(wanted)):
        number = table[1, find_place(table, wanted[i])]
        if number < 0:
            out[0, i], out[1, i], out[2, i] = 0.0, np.nan, 0.0
            continue
        out[0, i] = found[0, number]
        out[1, i] = (now - newest[number]) / HOUR
        out[2, i] = found[1, number]


@compiled(_KEYS, _TIMES, _WEIGHTS, types.int64, filled(types.float32, 2))
def history_by_code(
    codes: NDArray[np.int32],
    times: NDArray[np.int64],
    weights: NDArray[np.float64],
    now: int,
    out: NDArray[np.float32],
) -> None:
    """Fill out[2, n]: the sum of the weights beside each code and the days since it stood there last, NaN if never."""
    sums = np.zeros(out.shape[1])
    out[1, :] = np.nan
    for j in range(len(codes)):
        code = codes[j] if codes[j] >= 0 else out.shape[1] - 1
        sums[code] += weights[j]
        out[1, code] = (now - times[j]) / DAY
    for code in range(len(sums)):
        out[0, code] = sums[code]


@compiled(_KEYS, given(types.float32), filled(types.int32), filled(types.float32), returns=types.int64)
def distinct(
    keys: NDArray[np.int32],
    weights: NDArray[np.float32],
    different: NDArray[np.int32],
    sums: NDArray[np.float32],
) -> int:
    """Fill in the different keys in the order of their last entries, and their summed weights; return how many."""
    numbers, table = np.empty(len(keys), np.int32), make_table(len(keys))
    count: int = number_all(table, keys, numbers)
    summed, last = np.zeros(count), np.empty(count, np.int64)
    for j in range(len(keys)):
        summed[numbers[j]] += weights[j]
        last[numbers[j]] = j
    place = 0
    for j in range(len(keys)):
        if last[numbers[j]] == j:
            different[place], sums[place] = keys[j], summed[numbers[j]]
            place += 1
    return count


@compiled(given(types.float32, 2), types.float64, filled(types.float32, 2))
def agreement(ranks: NDArray[np.float32], constant: float, out: NDArray[np.float32]) -> None:
    """Fill out[3, m] from ranks[s, m]: how many ranks are there, the best one, and the sum of 1 / (constant + rank)."""
    for i in range(ranks.shape[1]):
        found, best, fused = 0, np.float32(np.nan), np.float32(0)
        for source in range(ranks.shape[0]):
            rank = ranks[source, i]
            if rank == rank:
                found += 1
                best = rank if not best <= rank else best
                fused += np.float32(1) / (np.float32(constant) + rank)
        out[0, i], out[1, i], out[2, i] = found, best, fused
