"""Match features from the live trail: what is touched next after the product touched last."""

import numpy as np
from numpy.typing import NDArray

from slotwise.features import Column, Match, feature

HOUR = 3_600_000


@feature("match", "log(1 + times)")
def next_after_last(match: Match) -> Column:
    """How often the candidate was touched right after the product touched last, with a half-life of two hours."""
    ring, weight = _after(match, 1, 2 * HOUR)
    return np.log1p(match.spread(ring[0], weight[0])) if len(ring) else _none(match)


@feature("match", "share")
def next_after_last_share(match: Match) -> Column:
    """Share of the candidate in all that was touched after the product touched last, over its whole ring."""
    ring, weight = _after(match, 1, 1e4 * HOUR)
    return match.spread(ring[0], weight[0]) / max(float(weight.sum()), 1.0) if len(ring) else _none(match)


@feature("match", "share")
def next_after_seen_share(match: Match) -> Column:
    """The same share summed over the five products touched last, halved with every step back."""
    ring, weight = _after(match, 5, 6 * HOUR)
    share = weight / np.maximum(weight.sum(axis=1), 1.0)[:, None] * np.exp2(-np.arange(len(ring)))[:, None]
    return match.spread(ring.ravel(), share.ravel())


@feature("match", "minutes")
def next_after_last_age(match: Match) -> Column:
    """Minutes since somebody last touched the candidate around the product touched last; missing if nobody did."""
    last, trail = match.moment.interests[-1:], match.live.trail
    latest = match.latest(trail.neighbours[last].ravel(), trail.times[last].ravel())
    return np.where(latest > 0, (match.moment.now - latest) / 60_000, np.nan).astype(np.float32)


def _none(match: Match) -> Column:
    return np.zeros(len(match.products), np.float32)


def _after(match: Match, count: int, halflife: float) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """Return the rings (p, width) of the products touched last, and the weight of each neighbour.

    The latest product stands first. Weights are decayed, less the later a neighbour came, 0 if it came before.
    """
    trail, products = match.live.trail, match.moment.interests[-count:][::-1]
    steps = trail.steps[products]
    age = np.maximum(match.moment.now - trail.times[products], 0)
    weight = np.exp2(-age / halflife) / np.maximum(steps, 1)
    return trail.neighbours[products], np.where(steps > 0, weight, 0.0)
