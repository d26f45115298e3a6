"""Slopes: how counts change along days, or along repeats, beyond what was expected, each with its interval.

Given the sum of a row, its counts are multinomial with chances in proportion to expected * exp(slope * x), whatever the
row is worth as a whole. The slope has a normal distribution before it is seen; it is found by Newton's method and its
interval is that of the normal approximation at the maximum (Laplace).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_STEPS = 20
_WIDE = 1.96


class Slopes(NamedTuple):
    """float64 (n,) each: the change of the logarithm by 1 of x, and its 95 % interval."""

    value: Floats
    low: Floats
    high: Floats


def fit_slopes(counts: Floats, expected: Floats, x: Floats, spread: float, around: float = 0.0) -> Slopes:
    """Fit n slopes. `counts` and `expected` are float64 (n, k), `x` float64 (k,); `spread` and `around` are standard
    deviation and mean of slopes before anything is seen. A row without counts keeps these."""
    total, got = counts.sum(axis=1), counts @ x
    slope = np.full(len(counts), around)
    precision = spread**-2.0
    bend = np.full(len(counts), precision)
    for _ in range(_STEPS):
        # At most so steep that nothing overflows.
        weight = expected * np.exp(np.clip(slope[:, None] * x, -30, 30))
        share = weight / np.maximum(weight.sum(axis=1, keepdims=True), 1e-300)
        mean = share @ x
        bend = total * np.maximum(share @ x**2 - mean**2, 0.0) + precision
        step = (got - total * mean - (slope - around) * precision) / bend
        slope = slope + np.clip(step, -1.0, 1.0)
    half = _WIDE / np.sqrt(bend)
    return Slopes(slope, slope - half, slope + half)
