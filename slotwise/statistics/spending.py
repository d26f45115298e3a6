"""Group sequential: a few planned looks that share alpha, by a spending function (Lan and DeMets 1983).

Bounds by the recursive integration of Armitage, McPherson and Rowe 1969; intervals are the repeated confidence
intervals of Jennison and Turnbull 1989: they hold together over all looks.
"""

from collections.abc import Sequence
from math import e, log, sqrt
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import ndtr, ndtri

from slotwise.errors import StatisticsError
from slotwise.statistics.effect import Effect

Shape = Literal["obrien_fleming", "pocock"]
"""`obrien_fleming` spends late and leaves the last look almost as it were alone; `pocock` spends evenly."""
_NODES = 400
_WIDEST = 9.0


class Look(NamedTuple):
    """One look: how many standard errors it takes, and the interval that holds together with all other looks."""

    z: float
    low: float
    high: float
    crossed: bool


def look(found: Effect, bound: float) -> Look:
    """Return what an effect says at a look whose bound is `bound` standard errors."""
    half = bound * found.standard_error
    if half <= 0:
        return Look(bound, found.low, found.high, False)
    return Look(bound, found.value - half, found.value + half, abs(found.value) > half)


def spent(fraction: float, alpha: float, shape: Shape) -> float:
    """Return how much of alpha may be used up to a fraction of the planned information."""
    if shape == "pocock":
        return alpha * log(1 + (e - 1) * min(fraction, 1.0))
    # Half of alpha on either side, each spent as a one-sided test spends it.
    return float(4 * ndtr(-ndtri(1 - alpha / 4) / sqrt(min(fraction, 1.0))))


def bounds(fractions: Sequence[float], alpha: float = 0.05, shape: Shape = "obrien_fleming") -> NDArray[np.float64]:
    """Return the two-sided bound in standard errors of every look, (looks,).

    fractions: persons so far over persons planned, rising, the last at most 1. A look may be left out or moved, as
    long as that does not depend on what was seen. Raises StatisticsError for fractions that do not rise.
    """
    times = np.asarray(fractions, np.float64)
    if not len(times) or (np.diff(times, prepend=0.0) <= 0).any() or times[-1] > 1 or not 0 < alpha < 1:
        raise StatisticsError(
            "looks are rising shares of the plan", expected="0 < t1 < t2 ... <= 1", given=[*fractions]
        )
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    found: list[float] = []
    x, mass, used, before = np.zeros(1), np.ones(1), 0.0, 0.0
    for time in times:
        step = sqrt(time - before)
        budget = max(spent(float(time), alpha, shape) - used, 0.0)
        bound = _solve(x, mass, step, sqrt(time), budget)
        edge = bound * sqrt(time)
        at = nodes * edge
        # The density of not having crossed yet, as point masses on the nodes of the quadrature.
        density = np.exp(-0.5 * ((at[:, None] - x) / step) ** 2) @ mass / (step * sqrt(2 * np.pi))
        x, mass, used, before = at, density * weights * edge, used + budget, float(time)
        found.append(bound)
    return np.array(found)


def _solve(x: NDArray[np.float64], mass: NDArray[np.float64], step: float, scale: float, budget: float) -> float:
    def over(bound: float) -> float:
        beyond = ndtr((x - bound * scale) / step) + ndtr((-bound * scale - x) / step)
        return float(mass @ beyond) - budget

    return _WIDEST if over(_WIDEST) >= 0 else float(brentq(over, 0.0, _WIDEST, xtol=1e-10))
