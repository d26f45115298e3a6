"""Moments: all that the analysis of a metric needs to know about any number of persons, additive."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from slotwise.errors import StatisticsError

X, Y, U, V = range(4)
"""Columns: numerator, denominator (1 for a mean), and the same two of the person's past (0 where it is not known)."""
_NOISE = 1e-12
"""A variance below this share of the mean square is what rounding leaves of none."""


@dataclass(frozen=True, eq=False)
class Moments:
    """Sums over n persons of their four columns and of all products of two of them.

    n: persons. total: float64 (4,), sums of x, y, u, v. cross: float64 (4, 4), sums of products, symmetric.
    Additive: days, segments and machines are added up, and taken away, without seeing a person again, as long as no
    person is in two of the parts. Raises StatisticsError for sums that no persons can have.
    """

    n: int
    total: NDArray[np.float64]
    cross: NDArray[np.float64]

    def __post_init__(self) -> None:
        object.__setattr__(self, "total", np.asarray(self.total, np.float64))
        object.__setattr__(self, "cross", np.asarray(self.cross, np.float64))
        if self.n < 0 or self.total.shape != (4,) or self.cross.shape != (4, 4):
            shapes = (self.n, self.total.shape, self.cross.shape)
            raise StatisticsError(
                "moments need n, four sums and 4 x 4 products", expected="n, (4,), (4, 4)", given=shapes
            )
        if not (np.isfinite(self.total).all() and np.isfinite(self.cross).all()):
            raise StatisticsError("a sum over persons is not a finite number", hint="a value of the metric is missing")

    @classmethod
    def of(cls, rows: ArrayLike) -> Moments:
        """Sum persons; rows: (n, 4) numbers, one row a person, columns x, y, u, v."""
        table = np.asarray(rows, np.float64)
        if table.ndim != 2 or table.shape[1] != 4:
            raise StatisticsError("one row a person with x, y, u and v", expected="(n, 4)", given=table.shape)
        return cls(len(table), table.sum(axis=0), table.T @ table)

    @classmethod
    def nobody(cls) -> Moments:
        """Return the moments of no person: what adding up begins with."""
        return cls(0, np.zeros(4), np.zeros((4, 4)))

    def __add__(self, other: Moments) -> Moments:
        return Moments(self.n + other.n, self.total + other.total, self.cross + other.cross)

    def __sub__(self, other: Moments) -> Moments:
        return Moments(self.n - other.n, self.total - other.total, self.cross - other.cross)

    @property
    def past(self) -> Moments:
        """The same persons with their past in the place of the metric, for the comparison of the time before."""
        order = [U, V, X, Y]
        return Moments(self.n, self.total[order], self.cross[np.ix_(order, order)])

    @cached_property
    def mean(self) -> NDArray[np.float64]:
        """Means of the four columns, (4,); raises StatisticsError for nobody."""
        if not self.n:
            raise StatisticsError("nobody has no mean", hint="wait until every variant has persons")
        return self.total / self.n

    @cached_property
    def _covariance(self) -> NDArray[np.float64]:
        """Covariances of the four columns, (4, 4), with n - 1."""
        if self.n < 2:
            raise StatisticsError("fewer than two persons have no variance", expected=">= 2", given=self.n)
        found: NDArray[np.float64] = (self.cross - np.outer(self.total, self.mean)) / (self.n - 1)
        return found

    def covariance(self, one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
        """Return the covariance over persons of two weighted sums of their columns; weights: (4,) each."""
        return float(one @ self._covariance @ other)

    def variance(self, weights: NDArray[np.float64]) -> float:
        """Return the variance over persons of a weighted sum of their columns; 0 where only rounding is left."""
        found = self.covariance(weights, weights)
        size = float(weights**2 @ np.diag(self.cross)) / (self.n - 1)
        return found if found > _NOISE * size else 0.0
