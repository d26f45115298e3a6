"""What stands in the rings of the live trail around the products touched last; in plain numpy, the reference."""

import numpy as np
from numpy.typing import NDArray


def around(
    latest: NDArray[np.int32],
    neighbours: NDArray[np.int32],
    times: NDArray[np.int64],
    steps: NDArray[np.int8],
    now: int,
    halflife: float,
    recency: NDArray[np.float64],
    distance: NDArray[np.float64],
    products: NDArray[np.int32],
    found: NDArray[np.float64],
) -> int:
    """Fill in the neighbours of the latest products, one ring after the other; return how many there are, n.

    products[n]; found[0, :n]: how many half-lives ago, below 0, found[1, :n]: recency[which of the latest],
    found[2, :n]: distance[steps], in which steps below 0 count from the end.
    """
    back, column = (neighbours[latest] >= 0).nonzero()
    rows, count = latest[back], len(back)
    products[:count] = neighbours[rows, column]
    found[0, :count] = np.maximum(now - times[rows, column], 0) / -halflife
    found[1, :count] = recency[back]
    found[2, :count] = distance[steps[rows, column]]
    return count


def weigh(found: NDArray[np.float64], weights: NDArray[np.float32]) -> None:
    """Fill in the products of the three numbers of each neighbour: n weights of found[3, n] or more."""
    part = found[:, : len(weights)]
    weights[:] = part[0] * part[1] * part[2]
