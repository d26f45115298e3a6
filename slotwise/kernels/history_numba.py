"""What a person took an interest in, picked from their history; numba's machine code."""

import numpy as np
from numba import types
from numpy.typing import NDArray

from slotwise.kernels.machine_code import compiled, filled, given

_CODES, _TIMES, _KINDS, _STRENGTHS = given(types.int32), given(types.int64), given(types.int8), given(types.float32)


@compiled(
    _CODES, _TIMES, _KINDS, _STRENGTHS, filled(types.int32), filled(types.int64), filled(types.float32),
    returns=types.int64,
)  # fmt: skip
def interests(
    products: NDArray[np.int32],
    times: NDArray[np.int64],
    kinds: NDArray[np.int8],
    strengths: NDArray[np.float32],
    own: NDArray[np.int32],
    own_times: NDArray[np.int64],
    weights: NDArray[np.float32],
) -> int:
    """Fill in product, time and strength of the interactions that speak for their product; return how many."""
    count = 0
    for j in range(len(products)):
        strength = strengths[kinds[j]]
        if strength > 0:
            own[count], own_times[count], weights[count] = products[j], times[j], strength
            count += 1
    return count


@compiled(_TIMES, types.int64, types.float64, filled(types.float64))
def exponents(times: NDArray[np.int64], now: int, halflife: float, out: NDArray[np.float64]) -> None:
    """Fill in how many half-lives ago each time was, below 0; what lies ahead is now."""
    for j in range(len(times)):
        out[j] = -max((now - times[j]) / halflife, 0.0)


@compiled(_STRENGTHS, types.float32, filled(types.float32), filled(types.float32, 2))
def confide(
    strengths: NDArray[np.float32], alpha: float, confidence: NDArray[np.float32], inner: NDArray[np.float32]
) -> None:
    """Fill in the confidences c = alpha x strength, and make I + (c - 1) A of the square matrix A."""
    one = np.float32(1)
    for i in range(len(strengths)):
        confidence[i] = np.float32(alpha) * strengths[i]
        for j in range(len(strengths)):
            inner[i, j] *= confidence[i] - one
        inner[i, i] += one
