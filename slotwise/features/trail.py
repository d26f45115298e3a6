"""Match features from the live trail: what is touched next after the product touched last."""

import numpy as np
from numpy.typing import NDArray

from slotwise.features import Column, Match, feature
from slotwise.retrieval.top import Sparse

HOUR = 3_600_000


@feature("match", "log(1 + times)")
def next_after_last(match: Match) -> Column:
    """How often the candidate was touched right after the product touched last, with a half-life of two hours."""
    return np.log1p(_after_last(match, 2 * HOUR).of(match.products))


@feature("match", "share")
def next_after_last_share(match: Match) -> Column:
    """Share of the candidate in all that was touched after the product touched last, over its whole ring."""
    found = _after_last(match, 1e4 * HOUR)
    return found.of(match.products) / max(float(found.scores.sum()), 1.0)


@feature("match", "share")
def next_after_seen_share(match: Match) -> Column:
    """The same share summed over the five products touched last, halved with every step back."""
    return match.keep("after seen", lambda: _after_seen(match))


@feature("match", "minutes")
def next_after_last_age(match: Match) -> Column:
    """Minutes since somebody last touched the candidate around the product touched last; missing if nobody did."""
    interests = match.moment.interests
    if not len(interests):
        return np.full(len(match.products), np.nan, np.float32)
    ring, times = match.live.trail.neighbours[interests[-1]], match.live.trail.times[interests[-1]]
    order = np.lexsort((times, ring))
    ring, times = ring[order], times[order]
    place = np.searchsorted(ring, match.products, side="right") - 1
    hit = (place >= 0) & (ring[place] == match.products)
    return np.where(hit, (match.moment.now - times[place]) / 60_000, np.nan).astype(np.float32)


def _after_last(match: Match, halflife: float) -> Sparse:
    interests = match.moment.interests[-1:]
    return match.keep(f"after last {halflife}", lambda: _after(match, interests, halflife))


def _after(match: Match, products: NDArray[np.int32], halflife: float) -> Sparse:
    ring, weight = _weighted(match, products, halflife)
    after = weight > 0
    return Sparse.summed(ring[after], weight[after].astype(np.float32), len(match.items.catalog.products))


def _weighted(
    match: Match, products: NDArray[np.int32], halflife: float
) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """Return the rings (p, width) and the weight of each neighbour: decayed, less the later it came, 0 if before."""
    trail = match.live.trail
    steps = trail.steps[products]
    age = np.maximum(match.moment.now - trail.times[products], 0)
    weight = np.exp2(-age / halflife) / np.maximum(steps, 1)
    return trail.neighbours[products], np.where(steps > 0, weight, 0.0)


def _after_seen(match: Match) -> Column:
    products = match.moment.interests[-5:][::-1]
    ring, weight = _weighted(match, products, 6 * HOUR)
    share = weight / np.maximum(weight.sum(axis=1), 1.0)[:, None] * np.exp2(-np.arange(len(products)))[:, None]
    after = weight > 0
    size = len(match.items.catalog.products)
    return Sparse.summed(ring[after], share[after].astype(np.float32), size).of(match.products)
