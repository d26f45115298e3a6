"""Estimate: a ratio of two sums over persons with its interval, by the delta method; differences of two of them.

With x and y of every person, R = sum x / sum y, var R = n / (n - 1) * sum (x - R y)^2 / (sum y)^2 (Deng, Knoblich and
Lu, 2018, "Applying the delta method in metric analytics"): persons are independent, their clicks are not.
"""

from math import sqrt
from statistics import NormalDist
from typing import NamedTuple

LEVEL = 0.95
_FEW = 30
"""Fewer persons than these make no interval that can be trusted."""


class Sums(NamedTuple):
    """Sums over persons of x (numerator), y (denominator) and their products; `n` persons."""

    n: int
    x: float
    y: float
    xx: float
    xy: float
    yy: float


class Figure(NamedTuple):
    """A value with its interval; None where there is nothing to divide by, or too few persons for bounds."""

    value: float | None
    low: float | None
    high: float | None
    numerator: float
    denominator: float | None
    persons: int
    variance: float | None = None

    def to_json(self) -> dict[str, float | int | None]:
        """Return the figure as plain values, without its variance."""
        return {name: each for name, each in self._asdict().items() if name != "variance"}


def ratio(sums: Sums, *, share: bool = False, level: float = LEVEL) -> Figure:
    """Return x / y; `share`: it lies between 0 and 1 by its meaning, and so do its bounds."""
    n, x, y, xx, xy, yy = sums
    if y <= 0:
        return Figure(None, None, None, x, y, n)
    value = x / y
    if n < 2:
        return Figure(value, None, None, x, y, n)
    variance = max(xx - 2 * value * xy + value * value * yy, 0.0) / y**2 * n / (n - 1)
    low, high = _bounds(value, variance, n, share, level)
    return Figure(value, low, high, x, y, n, variance)


def total(sums: Sums, level: float = LEVEL) -> Figure:
    """Return the sum of x, for a metric without a denominator: persons come by chance, so var = sum x^2."""
    if sums.n == 0:
        return Figure(0.0, None, None, 0.0, None, 0)
    half = _z(level) * sqrt(sums.xx)
    return Figure(sums.x, max(sums.x - half, 0.0), sums.x + half, sums.x, None, sums.n, sums.xx)


def difference(one: Figure, other: Figure, level: float = LEVEL) -> Figure:
    """Return `one` minus `other`, of different persons or periods, with its interval."""
    persons = min(one.persons, other.persons)
    if one.value is None or other.value is None:
        return Figure(None, None, None, 0.0, None, persons)
    value = one.value - other.value
    if one.variance is None or other.variance is None:
        return Figure(value, None, None, value, None, persons)
    variance = one.variance + other.variance
    half = _z(level) * sqrt(variance)
    return Figure(value, value - half, value + half, value, None, persons, variance)


def enough(figure: Figure) -> bool:
    """Tell whether there are enough persons for the interval to be believed."""
    return figure.persons >= _FEW


def _bounds(value: float, variance: float, n: int, share: bool, level: float) -> tuple[float, float]:
    z = _z(level)
    if share and (value <= 0.0 or value >= 1.0):
        # Nobody or everybody: the spread says nothing, so persons are taken as one trial each (Wilson, 1927).
        edge = z * z / (n + z * z)
        return (0.0, edge) if value <= 0.0 else (1.0 - edge, 1.0)
    half = z * sqrt(variance)
    low, high = value - half, value + half
    return (max(low, 0.0), min(high, 1.0)) if share else (low, high)


def _z(level: float) -> float:
    return NormalDist().inv_cdf(0.5 + level / 2)
