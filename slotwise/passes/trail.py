"""The pass over the live trail: what is touched next after the products touched last."""

import numpy as np

from slotwise.features import Column, Match, Schema
from slotwise.features.trail import HALVES, HOUR, SEEN
from slotwise.kernels import after_numba
from slotwise.passes import Pass, Places

AFTER = ("next_after_last", "next_after_last_share", "next_after_seen_share", "next_after_last_age")
_SCALES = np.array([-6.0, -2.0, -1e4]) * HOUR
"""Half-lives in ms, below 0: of the share after all that was seen, then of what came after the last."""


def fill(match: Match, places: Places, block: Column) -> None:
    """Fill the features of `AFTER`."""
    trail, latest, now = match.live.trail, match.moment.latest[:SEEN], match.moment.now
    most = len(latest) * trail.neighbours.shape[1]
    products, found, exponents = np.empty(most, np.int32), np.empty((3, most), np.int64), np.empty(3 * most)
    count, last = after_numba.collect(
        latest, trail.neighbours, trail.times, trail.steps, now, _SCALES, products, found, exponents
    )
    decayed = np.exp2(exponents[: count + 2 * last])
    after_numba.shares(
        products[:count],
        found,
        last,
        decayed,
        HALVES,
        latest,
        trail.neighbours,
        trail.times,
        now,
        match.products,
        places,
        block,
    )
    if places[0] >= 0:
        np.log1p(block[places[0]], out=block[places[0]])


def passes(schema: Schema) -> list[Pass]:
    """Return the pass of this file."""
    return [Pass(AFTER, fill)]
