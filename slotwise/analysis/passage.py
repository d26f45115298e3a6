"""Passage: how many of a set of journeys came to each step, with persons as the units; what mending a step is worth."""

from dataclasses import dataclass
from functools import cached_property
from math import sqrt
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from slotwise.analysis.journeys import Journeys
from slotwise.measures.estimate import Figure, Sums, ratio

Matrix = npt.NDArray[np.float64]
LEVEL = 0.95


@dataclass(frozen=True)
class Rate:
    """A rate that a step is compared with, and its variance."""

    value: float
    variance: float


@dataclass(frozen=True)
class Passage:
    """Counts by person, float64 (P, K): journeys that reached each of the K steps."""

    counts: Matrix

    @classmethod
    def of(cls, journeys: Journeys, steps: int, rows: npt.NDArray[np.bool_] | None = None) -> "Passage":
        """Count journeys (of chosen rows); persons without any do not count."""
        person, reached = journeys.person, journeys.reached
        if rows is not None:
            person, reached = person[rows], reached[rows]
        _, person = np.unique(person, return_inverse=True)
        size = int(person.max(initial=-1)) + 1
        columns = [np.bincount(person, weights=reached > step, minlength=size) for step in range(steps)]
        return cls(np.column_stack(columns) if size else np.zeros((0, steps)))

    @cached_property
    def totals(self) -> Matrix:
        """float64 (K,): journeys at each step."""
        return np.asarray(self.counts.sum(axis=0))

    @cached_property
    def persons(self) -> Matrix:
        """int64 (K,): persons at each step."""
        return np.asarray((self.counts > 0).sum(axis=0))

    @property
    def conversion(self) -> Figure:
        """Of the journeys that began, the share that reached the last step."""
        return self.share(0, self.counts.shape[1] - 1)

    def share(self, start: int, end: int) -> Figure:
        """Of the journeys that reached one step, the share that reached another, later one."""
        x, y = self.counts[:, end], self.counts[:, start]
        some = y > 0
        x, y = x[some], y[some]
        sums = Sums(len(x), *(float(each.sum()) for each in (x, y, x * x, x * y, y * y)))
        return ratio(sums, share=True)

    def gain(self, step: int, better: Rate, whole: float, level: float = LEVEL) -> Figure:
        """Return the conversion that would be won, over `whole` journeys, if a step's rate were a better one.

        With a = journeys at `step`, d = the share of those at the next step that reach the goal, c = journeys that
        reach it now: (a d r - c) / whole; its variance is that of the sum of the persons' linear parts (delta method)
        and of the better rate r.
        """
        last = self.counts.shape[1] - 1
        at, after, goal = (self.totals[each] for each in (step, step + 1, last))
        if after <= 0 or whole <= 0:
            return Figure(None, None, None, 0.0, whole, len(self.counts))
        onward = goal / after
        value = (at * onward * better.value - goal) / whole
        linear = (
            better.value * onward * self.counts[:, step]
            + better.value * at / after * (self.counts[:, last] - onward * self.counts[:, step + 1])
            - self.counts[:, last]
        )
        n = len(linear)
        # How many journeys there are is given, how they end is not.
        even = value * whole / self.totals[0] * self.counts[:, 0]
        spread = n / max(n - 1, 1) * float(((linear - even) ** 2).sum())
        variance = (spread + (at * onward) ** 2 * better.variance) / whole**2
        half = NormalDist().inv_cdf(0.5 + level / 2) * sqrt(variance)
        return Figure(float(value), float(value - half), float(value + half), float(goal), whole, n, float(variance))


def rate_of(figure: Figure) -> Rate | None:
    """Return a figure as a rate to compare with; None where it has no value or no variance."""
    if figure.value is None or figure.variance is None:
        return None
    return Rate(figure.value, figure.variance)
