"""World: the product counts of the live model, brought up to date with the events that came in.

Each worker folds new events into a copy of the counts and the trail and swaps the copy in; requests never
wait. Without events nothing is done, but for ageing once in a while.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace

import numpy as np
from numpy.typing import NDArray

from service.interactions import interactions
from service.log import logger
from service.metrics import Metrics
from service.models import Models, Serving
from service.standstill import stands_still
from service.stores.events import Events, Stored
from service.warm_up import refresh
from slotwise.errors import StoreError
from slotwise.interactions import Interactions
from slotwise.trail import Pairs, pairs

_log = logger("world")
_LATELY = 2_000
"""Most recent events that are kept, so that the next ones can be paired with them."""


@dataclass
class World:
    """Refreshes the live world of the current model; one instance a worker, used by one thread."""

    models: Models
    events: Events
    metrics: Metrics
    limit: int
    idle_seconds: float
    clock: Callable[[], float] = time.time
    _model: object = None
    _seq: int = 0
    _newest: int = 0
    _lately: list[Stored] = field(default_factory=list)

    def tick(self) -> bool:
        """Take in what happened since the last tick; return whether the live world changed."""
        serving = self.models.current
        if serving is None:
            return False
        if serving.model is not self._model:
            self._begin(serving)
        try:
            new = self.events.since(self._seq, serving.model.as_of, self.limit)
        except StoreError as error:
            _log.warning("events not read", detail=error.detail)
            return False
        wall = int(self.clock() * 1_000)
        self._newest = max([self._newest, *(each.event.occurred_at for each in new)])
        still = stands_still(self._newest, wall)
        at = serving.live.at if still and not new else (self._newest if still else wall)
        if not new and at - serving.live.at < self.idle_seconds * 1_000:
            return False
        self._take_in(serving, new, at, still)
        self.metrics.refreshes.inc()
        return True

    def _begin(self, serving: Serving) -> None:
        # A new model's counts end where its log ended: everything since then is folded in again.
        self._model, self._seq, self._newest, self._lately = serving.model, 0, serving.model.as_of, []

    def _take_in(self, serving: Serving, new: list[Stored], at: int, still: bool) -> None:
        model, counts, trail = serving.model, serving.live.counts, serving.live.trail
        if new:
            counts, trail = counts.copy(), trail.copy()
            batch = interactions([each.event for each in (*self._lately, *new)], model)
            fresh = np.arange(len(batch)) >= len(self._lately)
            counts.add(batch.take(fresh))
            trail.add(new_pairs(batch, fresh))
            self._seq = new[-1].seq
            self._lately = [*self._lately, *new][-_LATELY:]
        refreshed = model.live(counts, trail, at)
        refresh(model, refreshed)
        self.models.refresh(serving, refreshed, still)


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
