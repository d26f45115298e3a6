"""Match features from the live trail: what is touched next after the product touched last."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from slotwise.features import Column, Match, feature

HOUR = 3_600_000


@feature("match", "log(1 + times)")
def next_after_last(match: Match) -> Column:
    """How often the candidate was touched right after the product touched last, with a half-life of two hours."""
    found = _after(match)
    last = found.back == 0
    return np.log1p(match.spread(found.products[last], np.exp2(found.age[last] / (-2 * HOUR)) / found.steps[last]))


@feature("match", "share")
def next_after_last_share(match: Match) -> Column:
    """Share of the candidate in all that was touched after the product touched last, over its whole ring."""
    found = _after(match)
    last = found.back == 0
    weight = np.exp2(found.age[last] / (-1e4 * HOUR)) / found.steps[last]
    return match.spread(found.products[last], weight / max(float(weight.sum()), 1.0))


@feature("match", "share")
def next_after_seen_share(match: Match) -> Column:
    """The same share summed over the five products touched last, halved with every step back."""
    found = _after(match)
    weight = np.exp2(found.age / (-6 * HOUR)) / found.steps
    total = np.bincount(found.back, weights=weight, minlength=SEEN)
    return match.spread(found.products, weight * (HALVES / np.maximum(total, 1.0))[found.back])


@feature("match", "minutes")
def next_after_last_age(match: Match) -> Column:
    """Minutes since somebody last touched the candidate around the product touched last; missing if nobody did."""
    last, trail = match.moment.interests[-1:], match.live.trail
    latest = match.latest(trail.neighbours[last].ravel(), trail.times[last].ravel())
    return np.where(latest > 0, (match.moment.now - latest) / 60_000, np.nan).astype(np.float32)


SEEN = 5
"""Products touched last that are looked at."""
HALVES = np.exp2(-np.arange(SEEN))
"""Weight of each of them."""


@dataclass(frozen=True)
class After:
    """What was touched after the products touched last: n products, and for each of them how it came there.

    products int32 (n,); back (n,): after the last product (0), the one before it (1), ...; steps int8 (n,): how many
    interactions after it, from 1; age (n,) in ms.
    """

    products: NDArray[np.int32]
    back: NDArray[np.intp]
    steps: NDArray[np.int8]
    age: NDArray[np.int64]


def _after(match: Match) -> After:
    return match.keep("after", lambda: _touched_after(match))


def _touched_after(match: Match) -> After:
    trail, products = match.live.trail, match.moment.latest[:SEEN]
    steps = trail.steps[products]
    back, column = (steps > 0).nonzero()
    rows = products[back]
    age = np.maximum(match.moment.now - trail.times[rows, column], 0)
    return After(trail.neighbours[rows, column], back, steps[back, column], age)
