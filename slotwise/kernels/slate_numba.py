"""The greedy slate and the chances of drawing it: numba's machine code."""

import numpy as np
from numba import types
from numpy.typing import NDArray

from slotwise.kernels.drawing import best_places, put_chances_at_once
from slotwise.kernels.machine_code import compiled, filled, given

_SCORES, _FLAGS, _PLACES = given(types.float64), given(types.boolean), given(types.int64)


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
    return put_chances_at_once(places, weights, open_, fresh, explore, floor, out)  # type: ignore[no-any-return]
