"""What of a touchpoint's candidates may be shown beside what stands on the page: numba's machine code."""

import numpy as np
from numba import types
from numpy.typing import NDArray

from slotwise.kernels.hashing import make_table, number_of
from slotwise.kernels.machine_code import compiled, filled, given

_SCORES, _FLAGS, _CODES = given(types.float64), given(types.boolean), given(types.int32)


@compiled(_SCORES, _CODES, _FLAGS, filled(types.boolean), returns=types.int64)
def opened(
    scores: NDArray[np.float64], contents: NDArray[np.int32], shown: NDArray[np.bool_], out: NDArray[np.bool_]
) -> int:
    """Fill out[m] with which of the candidates' contents may be shown; return how many, -1 for an unusable score."""
    count = 0
    for i in range(len(contents)):
        out[i] = shown[contents[i]]
        count += out[i]
    for score in scores:
        if not np.isfinite(score):
            return -1
    return count


@compiled(_CODES, _FLAGS, types.int64, types.int64, filled(types.int64), filled(types.int64), returns=types.int64)
def take(
    contents: NDArray[np.int32],
    shown: NDArray[np.bool_],
    touchpoint: int,
    at: int,
    places: NDArray[np.int64],
    asked: NDArray[np.int64],
) -> int:
    """Put from `at` on the places of the contents that may be shown, and their touchpoint; return where they end."""
    for i in range(len(contents)):
        if shown[contents[i]]:
            places[at], asked[at] = i, touchpoint
            at += 1
    return at


@compiled(_CODES, _FLAGS, filled(types.boolean))
def mark(codes: NDArray[np.int32], which: NDArray[np.bool_], out: NDArray[np.bool_]) -> None:
    """Set out[codes[i]] for every i that is marked."""
    for i in range(len(codes)):
        if which[i]:
            out[codes[i]] = True


@compiled(_CODES, _CODES, filled(types.boolean))
def none_of(codes: NDArray[np.int32], taken: NDArray[np.int32], out: NDArray[np.bool_]) -> None:
    """Fill out[m] with which of the codes are none of those that are taken."""
    out[:] = True
    for one in taken:
        for i in range(len(codes)):
            out[i] &= codes[i] != one


@compiled(_CODES, returns=types.boolean)
def all_different(codes: NDArray[np.int32]) -> bool:
    """Whether no code stands twice."""
    table = make_table(len(codes))
    count = 0
    while count < len(codes) and number_of(table, codes[count], count) == count:
        count += 1
    return count == len(codes)
