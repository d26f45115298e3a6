"""The greedy slate and the chances of drawing it: numba's machine code."""

import numpy as np
from numba import types
from numpy.typing import NDArray

from slotwise.kernels.machine_code import compiled, filled, given, part
from slotwise.kernels.pairwise import pairwise_sum

_SCORES, _FLAGS, _PLACES = given(types.float64), given(types.boolean), given(types.int64)


@part
def best_places(scores, open_, places):  # type: ignore[no-untyped-def]
    """Fill in the best open candidates in order; return how many there are."""
    count, room = 0, len(places)
    for place in range(len(scores) if room else 0):
        score = scores[place]
        if not open_[place] or not score > -np.inf or (count == room and not score > scores[places[count - 1]]):
            continue
        at = count if count < room else count - 1
        while at > 0 and score > scores[places[at - 1]]:
            places[at] = places[at - 1]
            at -= 1
        places[at] = place
        count = min(count + 1, room)
    return count


@part
def put_chances(places, weights, open_, fresh, explore, floor, out):  # type: ignore[no-untyped-def]
    """Fill in propensities and prefixes of the places of a greedy slate; return the weight left for the last one."""
    count, new = len(places), 0
    rest, left = np.zeros(len(weights)), np.empty(count)
    for i in range(len(weights)):
        if open_[i]:
            rest[i] = weights[i]
            new += fresh[i]
    for place in places:
        rest[place] = 0.0
    remainder, behind = pairwise_sum(rest, 0, len(rest)), 0.0
    for slot in range(count - 1, -1, -1):
        own = weights[places[slot]] if open_[places[slot]] else 0.0
        behind = own if slot == count - 1 else behind + own
        left[slot] = behind + remainder
    any_new, product, before = new > 0, 1.0, 1.0
    for slot in range(count):
        place = places[slot]
        own_new = open_[place] and fresh[place]
        drawn = (weights[place] if open_[place] else 0.0) / (left[slot] if left[slot] > 0 else 1.0)
        if floor and any_new and new > 0:
            drawn = (1 - floor) * drawn + floor * own_new / new
        new -= own_new
        product *= drawn
        prefix = (1 - explore) + explore * product
        out[0, slot] = min(prefix / (before if before > 0 else 1.0), 1.0)
        out[1, slot] = prefix
        before = prefix
    return left[count - 1]


@compiled(_SCORES, _FLAGS, filled(types.int64), returns=types.int64)
def best_in_order(scores: NDArray[np.float64], open_: NDArray[np.bool_], places: NDArray[np.int64]) -> int:
    """Fill in the open candidates with the highest scores, best first, among equals the one that stands first."""
    return best_places(scores, open_, places)  # type: ignore[no-any-return]


@compiled(_SCORES, _FLAGS, types.float64, filled(types.int64), filled(types.float64), returns=types.int64)
def lead(
    scores: NDArray[np.float64],
    open_: NDArray[np.bool_],
    temperature: float,
    places: NDArray[np.int64],
    out: NDArray[np.float64],
) -> int:
    """Fill in the best in order, and out[m] with how far each candidate is behind the best one, in temperatures."""
    count: int = best_places(scores, open_, places)
    if count:
        best = scores[places[0]]
        for i in range(len(scores)):
            behind = scores[i] - best
            out[i] = (0.0 if behind > 0.0 else behind) / temperature
    return count


@compiled(
    _PLACES,
    _SCORES,
    _FLAGS,
    _FLAGS,
    types.float64,
    types.float64,
    filled(types.float64, 2),
    returns=types.float64,
)
def chances(
    places: NDArray[np.int64],
    weights: NDArray[np.float64],
    open_: NDArray[np.bool_],
    fresh: NDArray[np.bool_],
    explore: float,
    floor: float,
    out: NDArray[np.float64],
) -> float:
    """Fill out[2, n] with the propensity of each of the places drawn one after the other, and that of the whole prefix.

    Return the weight that is left for the last draw.
    """
    return put_chances(places, weights, open_, fresh, explore, floor, out)  # type: ignore[no-any-return]
