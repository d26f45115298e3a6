"""Estimates: the value of a slate from an estimator's terms, with an interval clustered by person.

Everything of one person is summed first, so that what one person does is counted as one observation; a value is a ratio
of two sums over persons (terms and slates), its variance that of the delta method with P / (P - 1).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import ndtri

from slotwise.off_policy.logged import Floats, Logged

LEVEL = 0.95
LOWER = 0.90
"""Level of the one-sided lower bound that decides about traffic."""


@dataclass(frozen=True)
class Estimate:
    """A value with its standard error, NaN where there is none to be had."""

    value: float
    standard_error: float

    def low(self, level: float = LEVEL) -> float:
        """Return the lower end of the two-sided interval."""
        return self.value - float(ndtri((1 + level) / 2)) * self.standard_error

    def high(self, level: float = LEVEL) -> float:
        """Return its upper end."""
        return self.value + float(ndtri((1 + level) / 2)) * self.standard_error

    def at_least(self, level: float = LOWER) -> float:
        """Return the one-sided lower bound: the truth is above it with this probability."""
        return self.value - float(ndtri(level)) * self.standard_error

    def to_json(self) -> dict[str, float | None]:
        """Return value, interval and standard error; null where there is none."""
        found = {
            "value": self.value,
            "low": self.low(),
            "high": self.high(),
            "standard_error": self.standard_error,
        }
        return {name: each if np.isfinite(each) else None for name, each in found.items()}


def estimate(logged: Logged, terms: Floats) -> Estimate:
    """Return the mean over slates of the sums of terms, float64 (n,)."""
    if not len(logged):
        return Estimate(float("nan"), float("nan"))
    person, slates = logged.clusters, _first(logged)
    sums, counts = (np.bincount(person, each) for each in (terms, slates))
    persons, total = len(sums), float(counts.sum())
    value = float(sums.sum()) / total
    if persons < 2:
        return Estimate(value, float("nan"))
    left = sums - value * counts
    return Estimate(value, float(np.sqrt(persons / (persons - 1) * (left @ left))) / total)


def by_slot(logged: Logged, terms: Floats) -> dict[int, Estimate]:
    """Return the value of each slot, for slates that have it."""
    found = {}
    for slot in np.unique(logged.slot).tolist():
        rows = logged.slot == slot
        found[int(slot)] = estimate(logged.take(rows), terms[rows])
    return found


def _first(logged: Logged) -> Floats:
    """float64 (n,): 1 on the first placement of each slate."""
    first: Floats = np.r_[True, np.diff(logged.decision) != 0][: len(logged)].astype(np.float64)
    return first


def document(estimates: dict[int, Estimate]) -> dict[str, Any]:
    """Return estimates by slot as plain data."""
    return {str(slot): each.to_json() for slot, each in estimates.items()}
