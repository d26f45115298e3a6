"""Quantiles of persons' values: the difference of two variants' with its interval."""

from math import ceil, floor, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from slotwise.errors import StatisticsError
from slotwise.statistics.comparing import LEVEL, Comparison
from slotwise.statistics.estimating import Estimate


def quantile(values: ArrayLike, at: float, level: float = LEVEL) -> Estimate:
    """Return a quantile of persons' values, (n,), ascending, with its variance.

    The order statistics that bound it by the binomial distribution (David and Nagaraja 2003, "Order statistics", 7.1)
    lie as far apart as the density there says: their distance, over that of their ranks, times the ranks' standard
    deviation sqrt(n q (1 - q)). Where they are equal, as among many zeros, the variance is 0: nothing can be told.
    Raises StatisticsError where the bounds lie outside of the values, or they are not ascending.
    """
    table = np.asarray(values, np.float64)
    _check(table, at)
    spread = sqrt(len(table) * at * (1 - at))
    reach = float(ndtri((1 + level) / 2)) * spread
    low, high = floor(len(table) * at - reach), ceil(len(table) * at + reach)
    if low < 0 or high >= len(table):
        raise StatisticsError("too few persons for a quantile this far out", given=(len(table), at))
    error = float(table[high] - table[low]) / (high - low) * spread
    return Estimate(float(np.quantile(table, at)), error**2, len(table))


def compare_quantiles(control: ArrayLike, treated: ArrayLike, at: float, level: float = LEVEL) -> Comparison:
    """Compare a quantile of two variants; values: one a person, (n,), ascending; raises as `quantile` does.

    One value a person: exposures of one person are not independent, so a quantile over exposures has no such interval.
    """
    return Comparison(
        quantile(control, at, level),
        quantile(treated, at, level),
        level,
        not_adjusted="a quantile is not adjusted by the past",
    )


def _check(table: NDArray[np.float64], at: float) -> None:
    if not 0 < at < 1:
        raise StatisticsError("a quantile lies between 0 and 1", given=at)
    if table.ndim != 1 or not np.isfinite(table).all() or (np.diff(table) < 0).any():
        raise StatisticsError("values are one number a person, ascending", expected="(n,)", given=table.shape)
