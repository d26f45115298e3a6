"""Replacing: what would do better in the place of a content, and what is gained by it.

The gain is that of the exposures that the content got, those that exploration gave it included, at what is expected of
the other one; expectations are shrunk, so that the best of many is not the luckiest of many.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from slotwise.analysis.attraction import Attraction
from slotwise.analysis.finishing import Finishing
from slotwise.analysis.judging import Judged

Floats = NDArray[np.float64]
_SURE = 0.674
"""Standard deviations below the mean by which contents are ranked: the lower quartile, so that a content that was
hardly tried, or not at all, has to be expected to be much better."""
_WIDE = 1.96


@dataclass(frozen=True)
class Best:
    """By touchpoint, the contents that it takes with the most expected clicks first."""

    contents: tuple[NDArray[np.int64], ...]
    mean: tuple[Floats, ...]
    """Clicks an examined exposure, and its variance."""
    variance: tuple[Floats, ...]

    def top(self, touchpoint: int) -> float:
        """Return clicks an examined exposure of the best content, NaN when it takes none."""
        return float(self.mean[touchpoint][0]) if len(self.mean[touchpoint]) else float("nan")


@dataclass(frozen=True)
class Gain:
    """By pair, a week: more clicks with their 95 % interval, conversions and value; 0 where nothing better is known."""

    replacement: NDArray[np.int64]
    """Code of a content, -1 for none."""
    clicks: Floats
    low: Floats
    high: Floats
    conversions: Floats
    value: Floats
    expected: Floats
    """Clicks an examined exposure of the replacement."""


def best_of(attraction: Attraction, judged: Judged, takes: NDArray[np.bool_]) -> Best:
    """Rank what each touchpoint takes, bool (touchpoints, contents), but for what is bad everywhere or fails there."""
    fails = np.zeros(takes.shape, np.bool_)
    replaced = judged.verdict == 2
    fails[attraction.touchpoint[replaced], attraction.content[replaced]] = True
    found = []
    for touchpoint in range(len(takes)):
        content = np.nonzero(takes[touchpoint] & ~judged.bad & ~fails[touchpoint])[0]
        mean, variance = attraction.anywhere(np.full(len(content), touchpoint), content)
        order = np.argsort(-(mean - _SURE * np.sqrt(variance)), kind="stable")
        found.append((content[order], mean[order], variance[order]))
    return Best(*(tuple(each) for each in zip(*found, strict=True))) if found else Best((), (), ())


def gains(attraction: Attraction, judged: Judged, best: Best, finishing: Finishing, weeks: float) -> Gain:
    """Return what replacing each pair would gain. Contents to be replaced get each its own replacement, the one with
    the most exposures the best; all others are held against the best."""
    replacement = np.full(len(attraction.content), -1)
    place = np.zeros(len(replacement), np.int64)
    for touchpoint, offered in enumerate(best.contents):
        rows = np.nonzero(attraction.touchpoint == touchpoint)[0]
        marked = rows[judged.verdict[rows] == 2]
        marked = marked[np.argsort(-attraction.examined[marked], kind="stable")]
        place[marked] = np.arange(len(marked))
        rows = rows[place[rows] < len(offered)]
        replacement[rows] = offered[place[rows]]
    known = replacement >= 0
    mean, variance = _of(attraction, best, place, known)
    # Against itself nothing is gained.
    known &= replacement != attraction.content
    examined = attraction.examined / weeks
    more = np.where(known, examined * (mean - judged.mean), 0.0)
    half = np.where(known, _WIDE * examined * np.sqrt(variance + judged.variance), 0.0)
    per_week = {
        name: np.where(known, examined * (mean * each[replacement] - judged.mean * each[attraction.content]), 0.0)
        for name, each in (("conversions", finishing.conversions), ("value", finishing.value))
    }
    return Gain(np.where(known, replacement, -1), more, more - half, more + half, **per_week, expected=mean)


def _of(
    attraction: Attraction, best: Best, place: NDArray[np.int64], known: NDArray[np.bool_]
) -> tuple[Floats, Floats]:
    mean, variance = np.zeros(len(place)), np.zeros(len(place))
    for row in np.nonzero(known)[0]:
        touchpoint = attraction.touchpoint[row]
        mean[row], variance[row] = best.mean[touchpoint][place[row]], best.variance[touchpoint][place[row]]
    return mean, variance
