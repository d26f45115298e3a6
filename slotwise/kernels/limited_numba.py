"""The greedy slate under limits and pins, and the chances of drawing it: numba's machine code."""

import numpy as np
from numba import types
from numpy.typing import NDArray

from slotwise.kernels.machine_code import compiled, filled, given, part
from slotwise.kernels.pairwise import pairwise_sum

_FLAGS, _TABLE, _PLACES, _SCORES = (
    given(types.boolean),
    given(types.boolean, 2),
    given(types.int64),
    given(types.float64),
)
_FILLED = filled(types.float64)
_LIMITS = (given(types.int32, 2), _PLACES, _PLACES, _TABLE, _TABLE)
"""Types of keys, most, slots, marks and held."""


@part
def _keep_limits(keys, most, drawn, out):  # type: ignore[no-untyped-def]
    """Close what has a key of which enough are drawn."""
    for row in range(len(keys)):
        for last in range(len(drawn)):
            key, times = keys[row, drawn[last]], 0
            for place in drawn[: last + 1]:
                times += keys[row, place] == key
            if key >= 0 and times == most[row]:
                for i in range(len(out)):
                    if keys[row, i] == key:
                        out[i] = False


@part
def _keep_pins(slot, slots, marks, held, out):  # type: ignore[no-untyped-def]
    """Close what a pin does not want in a slot, as long as something of what it wants is open."""
    for pin in range(len(slots)):
        if slots[pin] < slot:
            continue
        now, wanted = slots[pin] == slot, False
        for i in range(len(out)):
            if out[i] and (marks[pin, i] if now else not held[pin, i]):
                wanted = True
                break
        for i in range(len(out) if wanted else 0):
            out[i] = out[i] and (marks[pin, i] if now else not held[pin, i])


@part
def _fill(open_, keys, most, slots, marks, held, drawn, out):  # type: ignore[no-untyped-def]
    out[:] = open_
    for place in drawn:
        out[place] = False
    _keep_limits(keys, most, drawn, out)
    _keep_pins(len(drawn) + 1, slots, marks, held, out)


@part
def _best(scores, open_):  # type: ignore[no-untyped-def]
    best, highest = -1, -np.inf
    for i in range(len(scores)):
        if open_[i] and scores[i] > highest:
            best, highest = i, scores[i]
    return best


@part
def _pick(shares, luck):  # type: ignore[no-untyped-def]
    """The first place at which the shares up to there are more than so much of all, of those that have a share."""
    total = 0.0
    for share in shares:
        total += share
    wanted, up_to, last = luck * total, 0.0, 0
    for i in range(len(shares)):
        up_to += shares[i]
        if shares[i] != 0.0:
            last = i
            if up_to > wanted:
                return i
    return last


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
    _fill(open_, keys, most, slots, marks, held, drawn, out)


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
        _fill(open_, keys, most, slots, marks, held, places[:slot], opens[slot])
        best = _best(scores, opens[slot])
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
    weight, product, before = np.empty(len(fresh)), 1.0, 1.0
    for slot in range(len(places)):
        place, new = places[slot], 0
        for i in range(len(weight)):
            weight[i] = weights[slot, i] if opens[slot, i] else 0.0
            new += opens[slot, i] and fresh[i]
        drawn = weight[place] / pairwise_sum(weight, 0, len(weight))
        if floor and new:
            drawn = (1 - floor) * drawn + floor * np.float64(fresh[place]) / new
        product *= drawn
        prefix = (1 - explore) + explore * product
        out[0, slot] = min(prefix / before, 1.0)
        out[1, slot] = prefix
        before = prefix


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
    left, weight = np.empty(len(scores), np.bool_), np.empty(len(scores))
    for now in range(slot, len(places)):
        _fill(open_, keys, most, slots, marks, held, places[:now], left)
        best = _best(scores, left)
        if best < 0 or scores[best] != top:
            places[now] = best
            return now
        new = 0
        for i in range(len(weight)):
            weight[i] = weights[i] if left[i] else 0.0
            new += left[i] and fresh[i]
        total = pairwise_sum(weight, 0, len(weight))
        for i in range(len(weight)):
            weight[i] /= total
            if floor and new:
                weight[i] = (1 - floor) * weight[i] + floor * np.float64(left[i] and fresh[i]) / new
        place = _pick(weight, luck[now])
        before = so_far[2]
        so_far[0] *= weight[place]
        so_far[1] = so_far[1] if place == best else 0.0
        so_far[2] = (1 - explore) * so_far[1] + explore * so_far[0]
        places[now], out[0, now], out[1, now] = place, min(so_far[2] / before, 1.0), so_far[2]
    return len(places)
