"""The greedy slate and the chances of drawing it, in plain numpy: the reference."""

import numpy as np
from numpy.typing import NDArray


def best_in_order(scores: NDArray[np.float64], open_: NDArray[np.bool_], places: NDArray[np.int64]) -> int:
    """Fill in the open candidates with the highest scores, best first, among equals the one that stands first.

    As many as there is room for; return how many there are.
    """
    found = (open_ & (scores > -np.inf)).nonzero()[0]
    best = found[(-scores[found]).argsort(kind="stable")[: len(places)]]
    places[: len(best)] = best
    return len(best)


def lead(
    scores: NDArray[np.float64],
    open_: NDArray[np.bool_],
    temperature: float,
    places: NDArray[np.int64],
    out: NDArray[np.float64],
) -> int:
    """Fill in the best in order, and out[m] with how far each candidate is behind the best one, in temperatures.

    That is 0 and below; out stays as it is where nothing is open. Return how many places there are.
    """
    count = best_in_order(scores, open_, places)
    if count:
        out[:] = np.minimum(scores - scores[places[0]], 0.0) / temperature
    return count


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

    weights float64 (m,) of all candidates, of which those that are open count. A share `floor` of each draw goes evenly
    to the fresh ones, and the slate is greedy with probability 1 - explore. Return the weight that is left for the
    last draw.
    """
    weight, new = np.where(open_, weights, 0.0), open_ & fresh
    own, own_new = weight[places], new[places]
    weight[places] = 0.0
    # Summed from the last slot on: taking the first ones away from the whole would leave rounding errors.
    left = np.cumsum(own[::-1])[::-1] + weight.sum()
    drawn = own / np.where(left > 0, left, 1.0)
    if floor and new.any():
        new_left = np.count_nonzero(new) - np.cumsum(own_new) + own_new
        shared = (1 - floor) * drawn + floor * own_new / np.maximum(new_left, 1)
        drawn = np.where(new_left > 0, shared, drawn)
    prefix = (1 - explore) + explore * np.cumprod(drawn)
    before = np.concatenate([[1.0], prefix[:-1]])
    out[0] = np.minimum(prefix / np.where(before > 0, before, 1.0), 1.0)
    out[1] = prefix
    return float(left[-1])
