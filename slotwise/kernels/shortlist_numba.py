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
    _SCORES, given(types.int64), given(types.int64), given(types.int64), _CODES, _ALLOWED, filled(types.int32),
    filled(types.float32), returns=types.int64,
)  # fmt: skip
def pick(
    scores: NDArray[np.float32],
    places: NDArray[np.int64],
    begins: NDArray[np.int64],
    ends: NDArray[np.int64],
    order: NDArray[np.int32],
    allowed: NDArray[np.bool_],
    codes: NDArray[np.int32],
    found: NDArray[np.float32],
) -> int:
    """Fill in the codes at some rising places of the parts, as far as they are allowed; return how many."""
    part, first, count = 0, 0, 0
    for place in places:
        while place - first >= ends[part] - begins[part]:
            first += ends[part] - begins[part]
            part += 1
        code = order[begins[part] + place - first]
        if not len(allowed) or allowed[code]:
            codes[count], found[count] = code, scores[place]
            count += 1
    return count
