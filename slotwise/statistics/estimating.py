"""Estimate: what one variant's persons came to, as a mean or a ratio of sums, with its variance."""

from dataclasses import dataclass
from math import inf, sqrt
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from slotwise.errors import StatisticsError
from slotwise.statistics.moments import Moments, X, Y

Kind = Literal["mean", "ratio"]
"""`mean`: x a person. `ratio`: all x over all y, as clicks over exposures."""


@dataclass(frozen=True)
class Estimate:
    """A value, the variance of that value (not of a person), and the persons it rests on."""

    value: float
    variance: float
    n: int

    @property
    def standard_error(self) -> float:
        """Root of the variance."""
        return sqrt(self.variance)

    def interval(self, level: float = 0.95) -> tuple[float, float]:
        """Return the bounds of the value by Student's t with n - 1; infinite where nothing varied."""
        if self.n < 2 or self.variance <= 0:
            return -inf, inf
        half = float(stdtrit(self.n - 1, (1 + level) / 2)) * self.standard_error
        return self.value - half, self.value + half


def estimate(moments: Moments, kind: Kind = "mean") -> Estimate:
    """Return the mean or the ratio of some persons; raises StatisticsError with fewer than two, or no denominator."""
    weights = influence(moments, kind)
    return Estimate(value(moments, kind), moments.variance(weights) / moments.n, moments.n)


def value(moments: Moments, kind: Kind, numerator: int = X, denominator: int = Y) -> float:
    """Return the mean of a column, or the ratio of two columns' sums."""
    if kind == "mean":
        return float(moments.mean[numerator])
    if moments.total[denominator] == 0:
        raise StatisticsError("there is nothing to divide by", hint="nobody of a variant has the metric's denominator")
    return float(moments.total[numerator] / moments.total[denominator])


def influence(moments: Moments, kind: Kind, numerator: int = X, denominator: int = Y) -> NDArray[np.float64]:
    """Return the weights (4,) of a person's columns whose mean varies as the estimate does.

    Delta method: R = x / y moves by (x_i - R y_i) / mean y (Deng, Knoblich, Lu 2018, "Applying the delta method in
    metric analytics", section 3).
    """
    weights = np.zeros(4)
    if kind == "mean":
        weights[numerator] = 1.0
        return weights
    ratio, below = value(moments, kind, numerator, denominator), moments.mean[denominator]
    weights[numerator], weights[denominator] = 1 / below, -ratio / below
    return weights
