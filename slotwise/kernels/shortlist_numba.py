"""The best of several lists of scores by one sort of whole numbers; numba's machine code around numpy's sort."""

import numpy as np
from numba import types
from numpy.typing import NDArray

from slotwise.kernels.keys import put_keys
from slotwise.kernels.machine_code import compiled, filled, given

_CODES, _SCORES, _ALLOWED, _KEYS = given(types.int32), given(types.float32), given(types.boolean), given(types.uint64)
_ANY = 1 << 31
"""Above every code."""


@compiled(_CODES, _SCORES, _ALLOWED, types.float32, types.int64, types.int64, filled(types.uint64), returns=types.int64)
def pack(
    codes: NDArray[np.int32],
    scores: NDArray[np.float32],
    allowed: NDArray[np.bool_],
    above: float,
    number: int,
    bits: int,
    keys: NDArray[np.uint64],
) -> int:
    """Fill in a key for each code with a finite score above a bound that is allowed; return how many."""
    return put_keys(codes, scores, allowed, above, number, bits, _ANY, keys, 0)  # type: ignore[no-any-return]


@compiled(_KEYS, types.int64, types.int64, filled(types.int64), filled(types.int32), returns=types.int64)
def unpack(keys: NDArray[np.uint64], bits: int, k: int, counts: NDArray[np.int64], codes: NDArray[np.int32]) -> int:
    """Fill in the codes of the first k keys of each list, and how many each list has; return how many in all."""
    mask, total = (np.uint64(1) << np.uint64(bits)) - np.uint64(1), 0
    counts[:] = 0
    for key in keys:
        number = np.int64(key >> np.uint64(32 + bits))
        if counts[number] < k:
            codes[total] = np.int32(key & mask)
            counts[number] += 1
            total += 1
    return total


@compiled(
    _SCORES, types.float32, types.float32, given(types.int64), given(types.int64), _CODES, _ALLOWED,
    filled(types.int32), filled(types.float32), returns=types.int64,
)  # fmt: skip
def pick(
    scores: NDArray[np.float32],
    least: float,
    above: float,
    begins: NDArray[np.int64],
    ends: NDArray[np.int64],
    order: NDArray[np.int32],
    allowed: NDArray[np.bool_],
    codes: NDArray[np.int32],
    found: NDArray[np.float32],
) -> int:
    """Fill in the codes with a finite score from `least` on, above a bound, that are allowed; return how many."""
    first, count = 0, 0
    for part in range(len(begins)):
        own, reached = scores[first : first + ends[part] - begins[part]], count
        for place in range(len(own)):
            # Written in any case and kept by counting on: the processor would guess many of the branches wrongly.
            codes[reached] = place
            reached += own[place] >= least
        for each in range(count, reached):
            place = codes[each]
            code = order[begins[part] + place] if len(order) else np.int32(begins[part] + place)
            if above < own[place] < np.inf and (not len(allowed) or allowed[code]):
                codes[count], found[count] = code, own[place]
                count += 1
        first += len(own)
    return count


@compiled(_SCORES, given(types.int64), filled(types.int64), filled(types.int64), returns=types.int64)
def promising(
    scores: NDArray[np.float32], start: NDArray[np.int64], begins: NDArray[np.int64], ends: NDArray[np.int64]
) -> int:
    """Fill in from where to where the lists with the greatest scores go, as many as there is room for; return how many.

    Only finite scores count.
    """
    best, count = np.empty(len(begins), np.int64), 0
    for each in range(len(scores)):
        if not -np.inf < scores[each] < np.inf or (count == len(best) and not scores[each] > scores[best[count - 1]]):
            continue
        place = min(count, len(best) - 1)
        count = place + 1
        while place > 0 and scores[best[place - 1]] < scores[each]:
            best[place] = best[place - 1]
            place -= 1
        best[place] = each
    for place in range(count):
        begins[place], ends[place] = start[best[place]], start[best[place] + 1]
    return count
