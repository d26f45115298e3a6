"""Judging: keep, promote, replace or needs data, for every content in every touchpoint that showed it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from slotwise.analysis import gamma_poisson
from slotwise.analysis.attraction import Attraction
from slotwise.analysis.marking import mark

Floats = NDArray[np.float64]
KEEP, PROMOTE, REPLACE, NEEDS_DATA = "keep", "promote", "replace", "needs_data"
VERDICTS = (KEEP, PROMOTE, REPLACE, NEEDS_DATA)


@dataclass(frozen=True)
class Bounds:
    """What counts as weak and as strong, and how sure a verdict must be."""

    weak: float = 0.4
    """Clicks, relative to a typical content of the touchpoint, below which a content is weak."""
    strong: float = 1.5
    """The same above which it is strong."""
    wrong: float = 0.03
    """Share of the marks that may be expected to be wrong."""
    unsure: float = 0.2
    """Chance of being wrong above which nothing is marked, however sure all other marks are."""
    open: float = 0.2
    """Chance of being weak from which on a content that is not marked needs more data."""


@dataclass(frozen=True)
class Judged:
    """By pair of the attraction; float64 (P,) each unless said."""

    verdict: NDArray[np.int8]
    """Places in VERDICTS, int8 (P,)."""
    weak: Floats
    """Chance that the content is weak there."""
    strong: Floats
    mean: Floats
    """Clicks an examined exposure, with its 95 % interval."""
    low: Floats
    high: Floats
    variance: Floats
    typical: Floats
    """Clicks an examined exposure of the touchpoint's typical content, float64 (touchpoints,)."""
    bad: NDArray[np.bool_]
    """Contents that are weak wherever they are shown, bool (contents,)."""


def judge(attraction: Attraction, bounds: Bounds = Bounds()) -> Judged:
    """Judge every pair.

    A content is tested once with all touchpoints speaking for it, and beside that once in every touchpoint, for it may
    fail in one alone; both times few marks are expected to be wrong (marking.py).
    """
    own = attraction.own[attraction.content]
    base = attraction.base(attraction.touchpoint, attraction.content)
    known = (own, attraction.clicks, attraction.due, attraction.shape)
    mean, variance = gamma_poisson.mean_and_variance(*known)
    typical = _typical(attraction, mean * base)
    relative = typical[attraction.touchpoint] / base
    weak = gamma_poisson.chance_below(bounds.weak * relative, *known)
    strong = 1.0 - gamma_poisson.chance_below(bounds.strong * relative, *known)
    low, high = gamma_poisson.interval(*known)
    everywhere = 1.0 - (attraction.own * (bounds.weak > gamma_poisson.GRID)).sum(axis=1)
    shown = np.zeros(len(attraction.category), np.bool_)
    shown[attraction.content] = True
    bad = np.zeros(len(shown), np.bool_)
    bad[shown] = mark(everywhere[shown], bounds.wrong, bounds.unsure)
    replace = bad[attraction.content] & (weak > 0.5)
    rest = ~bad[attraction.content]
    replace[rest] = mark(1.0 - weak[rest], bounds.wrong, bounds.unsure)
    promote = ~replace & mark(1.0 - strong, bounds.wrong, bounds.unsure)
    unsure = ~replace & ~promote & (weak > bounds.open)
    verdict = np.select([replace, promote, unsure], [2, 1, 3], 0).astype(np.int8)
    return Judged(verdict, weak, strong, mean * base, low * base, high * base, variance * base**2, typical, bad)


def _typical(attraction: Attraction, mean: Floats) -> Floats:
    """Return the median over each touchpoint's examined exposures, the rate of the touchpoint where there is none."""
    found = attraction.rate.copy()
    for touchpoint in np.unique(attraction.touchpoint):
        rows = np.nonzero(attraction.touchpoint == touchpoint)[0]
        rows = rows[np.argsort(mean[rows])]
        weight = np.cumsum(attraction.examined[rows])
        if weight[-1] > 0:
            found[touchpoint] = mean[rows[np.searchsorted(weight, weight[-1] / 2)]]
    return found
