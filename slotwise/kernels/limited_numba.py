"""The greedy slate under limits and pins, and the chances of drawing it: numba's machine code."""

import numpy as np
from numba import types
from numpy.typing import NDArray

from slotwise.kernels.drawing import best_open, draw_until, put_after, put_chances
from slotwise.kernels.machine_code import compiled, filled, given

_FLAGS, _TABLE, _PLACES, _SCORES = (
    given(types.boolean),
    given(types.boolean, 2),
    given(types.int64),
    given(types.float64),
)
_FILLED = filled(types.float64)
_LIMITS = (given(types.int32, 2), _PLACES, _PLACES, _TABLE, _TABLE)
"""Types of keys, most, slots, marks and held."""


@compiled(_FLAGS, *_LIMITS, _PLACES, filled(types.boolean))
def after(
    open_: NDArray[np.bool_],
    keys: NDArray[np.int32],
    most: NDArray[np.int64],
    slots: NDArray[np.int64],
    marks: NDArray[np.bool_],
    held: NDArray[np.bool_],
    drawn: NDArray[np.int64],
    out: NDArray[np.bool_],
) -> None:
    """Fill out[m]: which of m open candidates may come next after those that are drawn, as the reference does."""
    put_after(open_, keys, most, slots, marks, held, drawn, out)


@compiled(_SCORES, _FLAGS, *_LIMITS, filled(types.int64), filled(types.boolean, 2), returns=types.int64)
def in_order(
    scores: NDArray[np.float64],
    open_: NDArray[np.bool_],
    keys: NDArray[np.int32],
    most: NDArray[np.int64],
    slots: NDArray[np.int64],
    marks: NDArray[np.bool_],
    held: NDArray[np.bool_],
    places: NDArray[np.int64],
    opens: NDArray[np.bool_],
) -> int:
    """Fill in the best that may come, slot by slot, and what each slot was open for; return how many there are."""
    for slot in range(len(places)):
        put_after(open_, keys, most, slots, marks, held, places[:slot], opens[slot])
        best = best_open(scores, opens[slot])
        if best < 0:
            return slot
        places[slot] = best
    return len(places)


@compiled(_PLACES, _TABLE, given(types.float64, 2), _FLAGS, types.float64, types.float64, filled(types.float64, 2))
def chances(
    places: NDArray[np.int64],
    opens: NDArray[np.bool_],
    weights: NDArray[np.float64],
    fresh: NDArray[np.bool_],
    explore: float,
    floor: float,
    out: NDArray[np.float64],
) -> None:
    """Fill out[2, n] with the propensity of each of the places and that of the whole prefix, as the reference does."""
    put_chances(places, opens, weights, fresh, explore, floor, out)


@compiled(
    types.int64,
    types.float64,
    _SCORES,
    _SCORES,
    _FLAGS,
    *_LIMITS,
    _FLAGS,
    _SCORES,
    types.float64,
    types.float64,
    _FILLED,
    filled(types.int64),
    filled(types.float64, 2),
    returns=types.int64,
)
def draw_on(
    slot: int,
    top: float,
    scores: NDArray[np.float64],
    weights: NDArray[np.float64],
    open_: NDArray[np.bool_],
    keys: NDArray[np.int32],
    most: NDArray[np.int64],
    slots: NDArray[np.int64],
    marks: NDArray[np.bool_],
    held: NDArray[np.bool_],
    fresh: NDArray[np.bool_],
    luck: NDArray[np.float64],
    explore: float,
    floor: float,
    so_far: NDArray[np.float64],
    places: NDArray[np.int64],
    out: NDArray[np.float64],
) -> int:
    """Draw from a slot on, as long as the best candidate that may come has the score `top`, as the reference does."""
    return draw_until(  # type: ignore[no-any-return]
        slot, top, scores, weights, open_, keys, most, slots, marks, held,
        fresh, luck, explore, floor, so_far, places, out,
    )  # fmt: skip
