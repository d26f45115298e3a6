"""Simulated traffic: persons whose exposures are many, and whose clicks depend on the person, day by day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from slotwise.statistics.moments import Moments


@dataclass(frozen=True)
class Traffic:
    """Persons like each other within nothing: how often they come and how readily they click is their own.

    daily: exposures a person and day, on average, gamma over persons (shape 0.7: few see much). click, alike: mean and
    concentration of the persons' click rates (beta). past_days: days before, under the same habits.
    """

    daily: float = 1.5
    click: float = 0.1
    alike: float = 12.0
    days: int = 14
    past_days: int = 28

    def draw(
        self, shape: tuple[int, ...], chance: np.random.Generator, lift: NDArray[np.float64] | float = 0.0
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return exposures and clicks by day, shape + (1 + days,) each; first the sum of the past, without the lift.

        lift: relative change of the click rate while the experiment runs, broadcast against shape.
        """
        activity = chance.gamma(0.7, self.daily / 0.7, shape)
        rate = chance.beta(self.click * self.alike, (1 - self.click) * self.alike, shape)
        days = np.array([self.past_days] + [1] * self.days)
        shown = chance.poisson(activity[..., None] * days)
        rates = np.repeat(np.minimum(rate * (1 + lift), 1.0)[..., None], 1 + self.days, axis=-1)
        rates[..., 0] = rate
        return shown.astype(float), chance.binomial(shown, rates).astype(float)


def persons(shown: NDArray[np.float64], clicks: NDArray[np.float64], day: int, kind: str) -> NDArray[np.float64]:
    """Return x, y, u, v of persons up to and with a day, shape + (4,); all 0 for those not yet exposed.

    kind: `mean` of clicks a person, `ratio` of clicks to exposures.
    """
    x, y = clicks[..., 1 : day + 1].sum(axis=-1), shown[..., 1 : day + 1].sum(axis=-1)
    past, u, v = y > 0, clicks[..., 0], shown[..., 0]
    if kind == "mean":
        y, v = np.ones_like(y), np.ones_like(v)
    return np.stack([x, y, u, v], axis=-1) * past[..., None]


def moments(rows: NDArray[np.float64]) -> list[Moments]:
    """Sum runs x persons x 4 to one Moments a run; persons of all zeros were not exposed and do not count."""
    counts = rows.any(axis=-1).sum(axis=-1)
    cross = np.swapaxes(rows, -1, -2) @ rows
    return [Moments(int(n), one, other) for n, one, other in zip(counts, rows.sum(axis=1), cross, strict=True)]


def batches(runs: int, size: int = 50) -> list[int]:
    """Cut runs into batches that fit into memory."""
    return [min(size, runs - start) for start in range(0, runs, size)]
