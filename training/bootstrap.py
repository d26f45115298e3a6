"""Bootstrap over persons: intervals for ratios of sums, since the cases of one person are not independent.

Efron and Tibshirani (1993), the percentile interval; persons are the clusters that are drawn again.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LEVEL = 0.95
_BATCH = 2_000_000
"""Most weights held at once."""


Terms = tuple[NDArray[np.float64], NDArray[np.float64]]
"""Numerators and denominators of every case."""


@dataclass(frozen=True)
class Interval:
    """A value with the interval that covers it at `LEVEL`; bounds are NaN where none can be given."""

    value: float
    low: float
    high: float
    cases: int = 0

    def to_json(self) -> dict[str, float | int | None]:
        """Return plain values; what is not known is null."""
        bounds = {"value": self.value, "low": self.low, "high": self.high}
        return {**{name: each if np.isfinite(each) else None for name, each in bounds.items()}, "cases": self.cases}


class Persons:
    """Draws persons again and again, the same draws for everything that is asked of one instance."""

    def __init__(self, person: NDArray[np.int32], resamples: int, seed: int):
        """person int32 (n,) of each case; somebody unknown (-1) is a person of their own in every case."""
        own = np.where(person < 0, person.max(initial=0) + 1 + np.arange(len(person)), person)
        self.cluster = np.unique(own, return_inverse=True)[1]
        self.size = int(self.cluster.max(initial=-1)) + 1
        self.resamples = resamples
        self.seed = seed

    def interval(self, above: NDArray[np.float64], below: NDArray[np.float64]) -> Interval:
        """Return the ratio of two sums over cases, float64 (n,) each, with its interval."""
        return self.intervals(above[:, None], below[:, None])[0]

    def intervals(self, above: NDArray[np.float64], below: NDArray[np.float64]) -> list[Interval]:
        """Return the ratios of the columns of float64 (n, m) with their intervals."""
        tops, bottoms = self._by_person(above), self._by_person(below)
        drawn = self.ratios(tops, bottoms)
        cases = (below > 0).sum(axis=0)
        values = [_ratio(*each) for each in zip(above.sum(axis=0), below.sum(axis=0), strict=True)]
        return [Interval(each, *_bounds(drawn[:, place]), int(cases[place])) for place, each in enumerate(values)]

    def differences(self, one: Terms, other: Terms) -> list[Interval]:
        """Return the paired differences of the ratios of two models over the same cases, `one` minus `other`.

        Both are numerators and denominators, float64 (n, m).
        """
        tops, bottoms = (self._by_person(np.hstack([one[side], other[side]])) for side in (0, 1))
        drawn = self.ratios(tops, bottoms)
        half = drawn.shape[1] // 2
        values = [_ratio(*each) for each in zip(tops.sum(axis=0), bottoms.sum(axis=0), strict=True)]
        cases = ((one[1] > 0) & (other[1] > 0)).sum(axis=0)
        with np.errstate(invalid="ignore"):
            apart = drawn[:, :half] - drawn[:, half:]
        return [Interval(values[at] - values[half + at], *_bounds(apart[:, at]), int(cases[at])) for at in range(half)]

    def ratios(self, tops: NDArray[np.float64], bottoms: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return float64 (resamples, m): ratios of resampled sums; NaN where nothing was drawn that counts."""
        if not self.size:
            return np.full((self.resamples, tops.shape[1]), np.nan)
        chance = np.random.Generator(np.random.Philox(key=self.seed))
        batch = max(1, _BATCH // self.size)
        found = []
        for start in range(0, self.resamples, batch):
            rounds = min(batch, self.resamples - start)
            weight = chance.multinomial(self.size, np.full(self.size, 1 / self.size), size=rounds)
            with np.errstate(invalid="ignore", divide="ignore"):
                found.append((weight @ tops) / (weight @ bottoms))
        return np.concatenate(found)

    def _by_person(self, columns: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack([np.bincount(self.cluster, weights=each, minlength=self.size) for each in columns.T])


def _bounds(drawn: NDArray[np.float64]) -> tuple[float, float]:
    kept = drawn[np.isfinite(drawn)]
    if len(kept) < 2:
        return float("nan"), float("nan")
    low, high = np.quantile(kept, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)


def _ratio(above: float, below: float) -> float:
    return float(above / below) if below > 0 else float("nan")
