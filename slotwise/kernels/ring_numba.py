"""What stands in the rings of the live trail around the products touched last; numba's machine code."""

import numpy as np
from numba import types
from numpy.typing import NDArray

from slotwise.kernels.machine_code import compiled, filled, given

_RINGS, _TIMES, _STEPS = given(types.int32, 2), given(types.int64, 2), given(types.int8, 2)
_CODES, _FACTORS = given(types.int32), given(types.float64)


@compiled(
    _CODES,
    _RINGS,
    _TIMES,
    _STEPS,
    types.int64,
    types.float64,
    _FACTORS,
    _FACTORS,
    filled(types.int32),
    filled(types.float64, 2),
    returns=types.int64,
)
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
    """Fill in the neighbours of the latest products, one ring after the other; return how many there are."""
    count = 0
    for back in range(len(latest)):
        product = latest[back]
        for column in range(neighbours.shape[1]):
            if neighbours[product, column] >= 0:
                step = np.int64(steps[product, column])
                products[count] = neighbours[product, column]
                found[0, count] = max(now - times[product, column], 0) / -halflife
                found[1, count] = recency[back]
                found[2, count] = distance[step if step >= 0 else len(distance) + step]
                count += 1
    return count


@compiled(given(types.float64, 2), filled(types.float32))
def weigh(found: NDArray[np.float64], weights: NDArray[np.float32]) -> None:
    """Fill in the products of the three numbers of each neighbour."""
    for j in range(len(weights)):
        weights[j] = found[0, j] * found[1, j] * found[2, j]
