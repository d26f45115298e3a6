"""World: the product counts of the live model, brought up to date with the events that came in.

Each worker folds new events into a copy of the counts and the trail and swaps the copy in; requests never
wait. Without events nothing is done, but for ageing once in a while. Every refresh is logged with the events that
it took in, so that what a decision saw can be computed again.
"""

import os
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from service.live_fold import LiveFold
from service.log import logger
from service.metrics import Metrics
from service.models import Serving
from service.standstill import stands_still
from service.stores.events import Events, Stored
from service.stores.refreshes import Refresh, Refreshes
from service.warm_up import refresh
from slotwise.errors import StoreError
from slotwise.events import CONSENT
from slotwise.live import Live

_log = logger("world")
_UNLOGGED = 1_000
"""Refreshes that wait in memory while the store does not take them; beyond that the oldest are not logged."""


class Refreshed(Protocol):
    """Whose live world is refreshed: the models of a worker, or one bundle beside them."""

    current: Serving | None

    def refresh(self, serving: Serving, live: Live, still: bool, refreshed: tuple[str, int] | None = None) -> None:
        """Put a newer live world in the place of a model's old one, unless the model itself has gone."""


@dataclass
class World:
    """Refreshes the live world of the current model; one instance a worker, used by one thread."""

    models: Refreshed
    events: Events
    metrics: Metrics
    limit: int
    idle_seconds: float
    refreshes: Refreshes | None = None
    clock: Callable[[], float] = time.time
    _fold: LiveFold | None = None
    _pid: int = 0
    _boot: str = ""
    _number: int = 0
    _world: int = 0
    _seq: int = 0
    _newest: int = 0
    _unlogged: deque[Refresh] = field(default_factory=lambda: deque(maxlen=_UNLOGGED))

    def tick(self) -> bool:
        """Take in what happened since the last tick; return whether the live world changed."""
        serving = self.models.current
        if serving is None:
            return False
        fold = self._fold
        if fold is None or serving.model.counts is not fold.model.counts or self._pid != os.getpid():
            fold = self._begin(serving)
        # Another configuration of the same bundle: what was folded goes on, for other touchpoints perhaps.
        changed = fold.model is not serving.model
        fold.model = serving.model
        try:
            new = self.events.since(self._seq, serving.model.as_of, self.limit)
        except StoreError as error:
            _log.warning("events not read", detail=error.detail)
            return False
        wall = int(self.clock() * 1_000)
        happened = (each.event.occurred_at for each in new if each.event.type != CONSENT)
        self._newest = max([self._newest, *happened])
        still = stands_still(self._newest, wall)
        at = serving.live.at if still and not new else (self._newest if still else wall)
        if not new and not changed and at - serving.live.at < self.idle_seconds * 1_000:
            return False
        self._take_in(serving, fold, new, at, still)
        self.metrics.refreshes.inc()
        return True

    def _begin(self, serving: Serving) -> LiveFold:
        if self._pid != os.getpid():
            # A name of its own for every process: the counts of two workers are never the same.
            self._pid, self._boot, self._number, self._world = os.getpid(), os.urandom(16).hex(), 0, 0
        # A new model's counts end where its log ended: everything since then is folded in again.
        self._seq, self._newest = 0, serving.model.as_of
        self._world += 1
        self._fold = LiveFold(serving.model)
        return self._fold

    def _take_in(self, serving: Serving, fold: LiveFold, new: list[Stored], at: int, still: bool) -> None:
        fold.take_in([each.event for each in new])
        after, self._seq = self._seq, new[-1].seq if new else self._seq
        self._number += 1
        live = fold.live(at)
        refresh(serving.model, live)
        # Logged before any decision can refer to it.
        self._log(serving, after, len(new), at, still)
        self.models.refresh(serving, live, still, (self._boot, self._number))

    def _log(self, serving: Serving, after: int, events: int, at: int, still: bool) -> None:
        if self.refreshes is None:
            return
        published, made_at = serving.published, int(self.clock() * 1_000)
        self._unlogged.append(
            Refresh(
                self._boot, self._number, self._world, serving.model.name, published.folder, published.digest,
                after, self._seq, events, at, int(still), made_at,
            )
        )  # fmt: skip
        try:
            self.refreshes.add(self._unlogged)
            self._unlogged.clear()
        except StoreError as error:
            _log.warning("refreshes not logged", waiting=len(self._unlogged), detail=error.detail)
