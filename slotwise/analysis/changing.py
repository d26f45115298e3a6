"""Changing: how the attraction of contents changes over the days, and with every time that the same person sees it."""

import numpy as np
from numpy.typing import NDArray

from slotwise.analysis.attraction import Attraction
from slotwise.analysis.counting import NTH, Counted
from slotwise.analysis.examination import Examination, keys
from slotwise.analysis.slope import Slopes, fit_slopes
from slotwise.analysis.summing import sums

Floats = NDArray[np.float64]
_A_DAY = 0.15
"""How much attraction changes a day, standard deviation of its logarithm before anything is seen."""
_A_DOUBLING = 0.2
"""The same with a doubling of the exposures, around what all contents lose."""
_ALL = 1.0


def trends(counted: Counted, examination: Examination, attraction: Attraction) -> Slopes:
    """Return the change a day of every pair of the attraction, beyond that of its touchpoint as a whole."""
    touchpoint, content, slot = keys(counted.cells)
    day, days = np.asarray(counted.cells["day"], np.int64), max(len(counted.days), 1)
    wide = len(attraction.category)
    pair = np.searchsorted(attraction.touchpoint * wide + attraction.content, touchpoint * wide + content)
    base = np.asarray(counted.cells["n"]) * examination.of(touchpoint, slot) * attraction.base(touchpoint, content)
    clicks = np.asarray(counted.cells["clicks"], np.float64)
    place, cells = touchpoint * days + day, len(counted.touchpoints) * days
    course = (sums(place, clicks, cells) + 5.0) / (sums(place, base, cells) + 5.0)
    shape = (len(attraction.content), days)
    size = shape[0] * days
    got = sums(pair * days + day, clicks, size).reshape(shape)
    due = sums(pair * days + day, base * course[place], size).reshape(shape)
    return fit_slopes(got, due, np.arange(days, dtype=np.float64) - (days - 1) / 2, _A_DAY)


def fatigue(counted: Counted, examination: Examination, attraction: Attraction) -> tuple[Slopes, Slopes]:
    """Return what contents lose with every doubling of the times that a person saw them: each content, and all of them.

    It compares persons who saw a content often with those who saw it once: who comes more often may also click more,
    which hides some of the fatigue.
    """
    touchpoint, content, slot = keys(counted.repeats)
    nth = np.asarray(counted.repeats["class"], np.int64)
    base = np.asarray(counted.repeats["n"]) * examination.of(touchpoint, slot) * attraction.base(touchpoint, content)
    clicks = np.asarray(counted.repeats["clicks"], np.float64)
    shape = (len(attraction.category), len(NTH))
    size = shape[0] * len(NTH)
    got = sums(content * len(NTH) + nth, clicks, size).reshape(shape)
    due = sums(content * len(NTH) + nth, base, size).reshape(shape)
    x = np.log2(np.asarray(NTH, np.float64))
    # Contents differ, and those that are shown to the same persons again and again are not the others.
    own = due * (got.sum(axis=1) / np.maximum(due.sum(axis=1), 1e-12))[:, None]
    everybody = fit_slopes(got.sum(axis=0)[None], own.sum(axis=0)[None], x, _ALL)
    return fit_slopes(got, due, x, _A_DOUBLING, float(everybody.value[0])), everybody
