"""The rows that may be among the best of an inner product, by vectors in 8 bits; numba's machine code.

A row's step is the greatest of its entries in 127 parts, so that no entry is off by more than half of a step. How far
the product can then be off is known, and so which rows cannot be among the best.
"""

import numpy as np
from numba import types
from numpy.typing import NDArray

from slotwise.kernels.machine_code import compiled, filled, given, part

WIDTH = 64
"""Levels lie in so many, the last ones 0: of a number that is known, the compiler makes vectors without a rest."""
LARGE = 1e15
"""No entry of a vector or query is as large, so that no product leaves the numbers of float32."""
SQUARE = 4
"""Rows are to be multiplied in so many: the library adds up what is left of others in another order."""
_HALF, _TOP, _ROUNDED = np.float32(0.5), np.float32(127), np.float32(2**-22)
_MOST = 2.0**31
_SAMPLE = 8
"""One row of so many is in the sample that tells where the best begin."""
_SHARES = 1024
_PLACES = given(types.int64)


@part
def _ask(query, width):  # type: ignore[no-untyped-def]
    """The query as whole numbers int16 (width,), their step, and how many steps of a row its product can be off."""
    asked, size = np.zeros(width, np.int16), len(query)
    top, square = np.float32(0), 0.0
    for value in query:
        top = max(top, abs(value))
        square += float(value) * float(value)
    if not 0 < square < LARGE * LARGE:
        return asked, np.float32(0), np.float32(0)
    # No sum of products leaves 32 bits.
    step = float(top) / min(np.floor(_MOST / (float(_TOP) * size)) - 1, 32767.0)
    for place in range(size):
        asked[place] = np.int16(np.rint(query[place] / step))
    length, root = np.sqrt(square), np.sqrt(float(size))
    # The row's own rounding, the query's, and what sums of so many products of float32 can be off here and there.
    doubt = float(_HALF) * root * length + float(_TOP) * size * (step / 2 + float(_ROUNDED) * length * root)
    return asked, np.float32(step), np.float32(doubt)


@part
def _limits(levels, steps, asked, step, doubt, begins, ends, most):  # type: ignore[no-untyped-def]
    """Fill in the most that each row's product can be."""
    at = 0
    for own in range(len(begins)):
        for row in range(begins[own], ends[own]):
            line, total = levels[row], np.int32(0)
            for first in range(0, len(asked), WIDTH):
                for place in range(WIDTH):
                    entry = np.uint64(first + place)
                    total = np.int32(total + np.int32(np.int32(line[entry]) * np.int32(asked[entry])))
            most[at] = steps[row] * (np.float32(total) * step + doubt)
            at += 1


@part
def _least(values, count):  # type: ignore[no-untyped-def]
    """The least of the greatest values, which are `count` or some more: all are, where there are not so many.

    By counting in shares of the way from the least to the greatest: to sort them, the processor would have to guess.
    """
    low, high = values[0], values[0]
    for value in values:
        low, high = min(low, value), max(high, value)
    if len(values) <= count or not high > low:
        return low
    scale, tally = (_SHARES - 1) / (float(high) - float(low)), np.zeros(_SHARES, np.int32)
    for value in values:
        tally[np.uint32((float(value) - float(low)) * scale)] += 1
    share, more = _SHARES, count
    while more > 0:
        share -= 1
        more -= tally[share]
    for value in values:
        if np.uint32((float(value) - float(low)) * scale) >= share:
            high = min(high, value)
    return high


@part
def _pick(most, least, begins, ends, order, allowed, places, codes, found):  # type: ignore[no-untyped-def]
    """Fill in the rows that may reach `least` and are allowed, with their codes and limits; return how many."""
    first, count = 0, 0
    for own in range(len(begins)):
        size, reached = ends[own] - begins[own], count
        for place in range(size):
            # Written in any case and kept by counting on: the processor would guess many of the branches wrongly.
            places[reached] = place
            reached += most[first + place] >= least
        for each in range(count, reached):
            place = places[each]
            code = order[begins[own] + place]
            if not len(allowed) or allowed[code]:
                places[count], codes[count], found[count] = begins[own] + place, code, most[first + place]
                count += 1
        first += size
    return count


@compiled(
    given(types.int8, 2), given(types.float32), given(types.float32), _PLACES, _PLACES, given(types.int32),
    given(types.boolean), types.int64, types.int64, filled(types.int64), filled(types.int32), returns=types.int64,
)  # fmt: skip
def near(
    levels: NDArray[np.int8],
    steps: NDArray[np.float32],
    query: NDArray[np.float32],
    begins: NDArray[np.int64],
    ends: NDArray[np.int64],
    order: NDArray[np.int32],
    allowed: NDArray[np.bool_],
    k: int,
    spare: int,
    places: NDArray[np.int64],
    codes: NDArray[np.int32],
) -> int:
    """Fill in rows between some bounds, and their codes, among which the k best allowed ones are; return how many.

    levels int8 (n, a multiple of WIDTH) times steps float32 (n,) are about the vectors, order int32 (n,) their codes.
    `k` and `spare` more are looked for at first. Places and codes have room for all rows, and SQUARE more, which the
    last place fills up. -1 where the query is zero, not finite or LARGE.
    """
    asked, step, doubt = _ask(query, levels.shape[1])
    if not step > 0:
        return -1
    if k < 1 or not (ends - begins).any():
        return 0
    most, found = np.empty(len(codes), np.float32), np.empty(len(codes), np.float32)
    _limits(levels, steps, asked, step, doubt, begins, ends, most)
    most = most[: (ends - begins).sum()]
    least = _least(most[::_SAMPLE], (k + spare) // _SAMPLE)
    while True:
        count = _pick(most, least, begins, ends, order, allowed, places, codes, found)
        if count < k:
            if least == -np.inf:
                return count  # type: ignore[no-any-return]
            least = np.float32(-np.inf)
            continue
        # So much the k-th best has at least.
        surely = np.empty(count, np.float32)
        for each in range(count):
            surely[each] = found[each] - 2 * doubt * steps[places[each]]
        reached = _least(surely, k)
        if reached >= least:
            break
        least = reached
    kept = 0
    for each in range(count):
        places[kept], codes[kept] = places[each], codes[each]
        kept += found[each] >= reached
    places[kept : kept + SQUARE - 1] = places[kept - 1]
    return kept
