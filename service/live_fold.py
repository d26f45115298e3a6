"""LiveFold: the product counts and the trail of a model, taking in events refresh by refresh.

The same refreshes give the same counts, bit by bit: a worker folds with it, and so does whoever recomputes from the
log what a worker saw.
"""

from collections.abc import Sequence
from dataclasses import fields, replace

import numpy as np
from numpy.typing import NDArray

from service.interactions import interactions
from slotwise.counts import ProductCounts
from slotwise.events import CONSENT, Event
from slotwise.exposed import Exposed
from slotwise.interactions import Interactions
from slotwise.live import Live
from slotwise.model import Model
from slotwise.trail import Pairs, Trail, pairs
from slotwise.transitions import steps

LATELY = 2_000
"""Most recent events that are kept, so that the next ones can be paired with them."""


class LiveFold:
    """Counts and trail of one model since its own log ended. What was given out is never written to again."""

    def __init__(self, model: Model):
        self.model = model
        self.counts: ProductCounts = model.counts
        self.trail: Trail = model.trail
        self.exposed: Exposed = model.exposed
        self._lately: list[Event] = []

    def take_in(self, events: Sequence[Event]) -> None:
        """Fold events in, in the order of the log; what persons allow is no behaviour and is left out."""
        new = [each for each in events if each.type != CONSENT]
        if not new:
            return
        counts, trail = self.counts.copy(), self.trail.copy()
        batch = interactions([*self._lately, *new], self.model)
        fresh = np.arange(len(batch)) >= len(self._lately)
        counts.add(batch.take(fresh))
        self.exposed = self.exposed.add(batch.take(fresh))
        trail.add(new_pairs(batch, fresh))
        if trail.transitions is not None:
            trail.transitions.add(steps(batch, fresh))
        self.counts, self.trail = counts, trail
        self._lately = [*self._lately, *new][-LATELY:]

    def live(self, at: int) -> Live:
        """Return the live world as of `at` (ms UTC)."""
        return self.model.live(self.counts, self.trail, at, self.exposed)


def new_pairs(batch: Interactions, fresh: NDArray[np.bool_]) -> Pairs:
    """Return the pairs of a batch in which at least one of the two events is fresh, bool (n,)."""
    order = np.argsort(batch.time, kind="stable")
    batch, fresh = batch.take(order), fresh[order]
    rows = np.where(batch.product >= 0, np.arange(len(batch), dtype=np.int32), np.int32(-1))
    # Paired by row instead of product, so that it is known which two events made each pair.
    found = pairs(replace(batch, product=rows))
    seed, follower = batch.product[found.seed], batch.product[found.follower]
    wanted = (fresh[found.seed] | fresh[found.follower]) & (seed != follower)
    chosen = {each.name: getattr(found, each.name)[wanted] for each in fields(Pairs)}
    return Pairs(**{**chosen, "seed": seed[wanted], "follower": follower[wanted]})
