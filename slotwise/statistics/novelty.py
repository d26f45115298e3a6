"""Novelty: does the effect grow or wear off with the days since a person's first exposure?

A person's days are not independent, so days are not regressed on each other: every person's own slope over their
first days is one number, and these are compared as any metric is.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from slotwise.errors import StatisticsError
from slotwise.statistics.comparing import Comparison, compare
from slotwise.statistics.effect import Effect
from slotwise.statistics.moments import Moments


class Novelty(NamedTuple):
    """Change of the effect from one day since the first exposure to the next, and whether it is more than chance."""

    per_day: Effect
    found: bool
    comparison: Comparison


def slope_weights(days: int) -> NDArray[np.float64]:
    """Return the weights (days,) under which a person's daily values sum to the slope of their least-squares line.

    Day 0 is that of the first exposure. A day without events counts as 0, and only persons with all `days` days behind
    them belong in. Raises StatisticsError for fewer than two days.
    """
    if days < 2:
        raise StatisticsError("a slope needs two days", expected=">= 2", given=days)
    away = np.arange(days) - (days - 1) / 2
    weights: NDArray[np.float64] = away / (away**2).sum()
    return weights


def novelty(control: Moments, treated: Moments, alpha: float = 0.01) -> Novelty:
    """Compare persons' slopes: moments with x = the sum of `slope_weights` times a person's daily values."""
    found = compare(control, treated)
    return Novelty(found.absolute, found.absolute.p_value < alpha, found)
