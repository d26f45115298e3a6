"""Estimates: what the model that decided expected of each content for the persons of each touchpoint, as logged.

The score of a placement is the model's estimate for one person; its mean by inverse propensity is that for all persons
whom the touchpoint had, not only for those whom the content was chosen for (Horvitz and Thompson 1952). How far such
estimates are followed is not believed but fitted to the clicks of the log: a model that knows nothing changes nothing.
"""

import numpy as np
from numpy.typing import NDArray

from slotwise.analysis.attraction import Attraction
from slotwise.analysis.counting import Counted
from slotwise.analysis.summing import sums

Floats = NDArray[np.float64]
_SPREAD = 0.5
"""Standard deviation of the weight of estimates before anything is seen."""
_MOST = 1.5
_STEPS = 20


def fit_interest(attraction: Attraction, interest: Floats | None) -> Floats | None:
    """Return float64 (touchpoints, contents): by how much interest in their products (interest.py, float64 (contents,))
    lets expect more clicks; None when there is none, or when it says nothing."""
    if interest is None:
        return None
    weight = _weight(attraction.clicks, attraction.due, interest[attraction.content])
    factor = np.exp(max(weight, 0.0) * interest)
    return np.broadcast_to(factor, (len(attraction.rate), len(factor))) if weight > 0 else None


def fit_estimates(counted: Counted, attraction: Attraction) -> Floats | None:
    """Return float64 (touchpoints, contents): by how much the logged scores let expect more clicks, 1 where nothing is
    known, on top of what the attraction knows; None when no scores were logged, or when they say nothing."""
    shape = (len(counted.touchpoints), len(attraction.category))
    cells = counted.cells
    place = np.asarray(cells["touchpoint"], np.int64) * shape[1] + np.asarray(cells["content"], np.int64)
    scored = sums(place, np.asarray(cells["scored"]), shape[0] * shape[1]).reshape(shape)
    if not scored.any():
        return None
    summed = sums(place, np.asarray(cells["scores"]), shape[0] * shape[1]).reshape(shape)
    known = (scored > 0) & (summed > 0)
    logs = np.log(np.where(known, summed / np.maximum(scored, 1e-12), 1.0))
    mean = np.where(known, logs, 0).sum(axis=1, keepdims=True) / np.maximum(known.sum(axis=1, keepdims=True), 1)
    x = np.where(known, np.clip(logs - mean, -_MOST, _MOST), 0.0)
    weight = _weight(attraction.clicks, attraction.due, x[attraction.touchpoint, attraction.content])
    if weight <= 0:
        return None
    # Where a content was never placed, what the model thinks of it elsewhere.
    elsewhere = x.sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    return np.asarray(np.exp(weight * np.where(known, x, elsewhere)), np.float64)


def _weight(clicks: Floats, due: Floats, x: Floats) -> float:
    """Return the weight under which clicks are likeliest, Poisson with means due * exp(level + weight * x)."""
    weight = 0.0
    for _ in range(_STEPS):
        mean = due * np.exp(weight * x)
        mean = mean * clicks.sum() / max(mean.sum(), 1e-12)
        centre = float((mean * x).sum() / max(mean.sum(), 1e-12))
        slope = float(((clicks - mean) * x).sum()) - weight / _SPREAD**2
        bend = float((mean * (x - centre) ** 2).sum()) + 1 / _SPREAD**2
        weight += float(np.clip(slope / bend, -0.5, 0.5))
    return weight
