"""What a person took an interest in, picked from their history; in plain numpy, the reference."""

import numpy as np
from numpy.typing import NDArray


def interests(
    products: NDArray[np.int32],
    times: NDArray[np.int64],
    kinds: NDArray[np.int8],
    strengths: NDArray[np.float32],
    own: NDArray[np.int32],
    own_times: NDArray[np.int64],
    weights: NDArray[np.float32],
) -> int:
    """Fill in product, time and strength of the interactions that speak for their product; return how many.

    strengths: by kind. The products int32 (h,) of the history come with times int64 and kinds int8.
    """
    found = strengths[kinds]
    liked = found > 0
    count = int(np.count_nonzero(liked))
    own[:count], own_times[:count], weights[:count] = products[liked], times[liked], found[liked]
    return count


def exponents(times: NDArray[np.int64], now: int, halflife: float, out: NDArray[np.float64]) -> None:
    """Fill in how many half-lives ago each time was, below 0; what lies ahead is now."""
    out[:] = -np.maximum((now - times) / halflife, 0.0)


def confide(
    strengths: NDArray[np.float32], alpha: float, confidence: NDArray[np.float32], inner: NDArray[np.float32]
) -> None:
    """Fill in the confidences c = alpha x strength, and make I + (c - 1) A of the square matrix A."""
    confidence[:] = np.float32(alpha) * strengths
    inner *= (confidence - np.float32(1))[:, None]
    inner.reshape(-1)[:: len(strengths) + 1] += 1.0
