"""What of a touchpoint's candidates may be shown beside what stands on the page: numba's machine code."""

import numpy as np
from numba import types
from numpy.typing import NDArray

from slotwise.kernels.hashing import make_table, number_of
from slotwise.kernels.machine_code import compiled, filled, given

_SCORES, _FLAGS, _CODES = given(types.float64), given(types.boolean), given(types.int32)
_TABLE = given(types.boolean, 2)


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


@compiled(_CODES, _CODES, _FLAGS, filled(types.boolean), filled(types.boolean), returns=types.int64)
def pin(
    contents: NDArray[np.int32],
    products: NDArray[np.int32],
    which: NDArray[np.bool_],
    marks: NDArray[np.bool_],
    held: NDArray[np.bool_],
) -> int:
    """Fill marks[m] with candidates of marked contents, held[m] with all of their products; return how many."""
    count, last = 0, 0
    for i in range(len(contents)):
        marks[i] = which[contents[i]]
        count += marks[i]
        last = max(last, products[i])
    marked = np.zeros(last + 1, np.bool_)
    for i in range(len(contents)):
        if marks[i]:
            marked[products[i]] = True
    for i in range(len(contents)):
        held[i] = marked[products[i]]
    return count


@compiled(
    _TABLE, _TABLE, given(types.int64), _TABLE, given(types.int64), _TABLE, _CODES, filled(types.boolean, 2),
    filled(types.boolean), filled(types.boolean),
)  # fmt: skip
def less(
    open_: NDArray[np.bool_],
    applies: NDArray[np.bool_],
    places: NDArray[np.int64],
    masks: NDArray[np.bool_],
    closes: NDArray[np.int64],
    there: NDArray[np.bool_],
    product: NDArray[np.int32],
    out: NDArray[np.bool_],
    shown: NDArray[np.bool_],
    allowed: NDArray[np.bool_],
) -> None:
    """Fill in what frequency caps leave of what touchpoints may show, as the reference does."""
    shown[:], allowed[:] = False, False
    for row in range(len(open_)):
        left = out[row]
        left[:] = open_[row]
        for cap in range(len(masks)):
            if closes[cap] >= 0 and applies[row, cap] and there[cap, places[row]]:
                closed = masks[cap]
                for i in range(len(left)):
                    left[i] &= not closed[i]
        for i in range(len(left)):
            shown[i] |= left[i]
    for i in range(len(product)):
        if shown[i]:
            allowed[product[i]] = True


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
