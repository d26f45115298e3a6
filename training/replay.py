"""Replay: the live world as it was at any moment of the log, tick by tick."""

import numpy as np
from numpy.typing import NDArray

from slotwise.catalog import Catalog
from slotwise.counts import ProductCounts
from slotwise.exposed import Exposed
from slotwise.facets import Facets
from slotwise.interactions import Interactions
from slotwise.live import Live
from slotwise.trail import Trail, pairs
from slotwise.transitions import Transitions, steps

TICK = 60_000
"""How often the service refreshes its counts, in ms: replay sees no event younger than the last tick."""


class Replay:
    """Folds the log forward; ask for moments in the order of time."""

    def __init__(
        self,
        events: Interactions,
        catalog: Catalog,
        facets: Facets,
        seen: NDArray[np.float64] | None = None,
        tick: int = TICK,
        transitions: bool = False,
    ):
        """With `transitions` the trail keeps them too, for generators that read them."""
        self.events = events
        self.catalog = catalog
        self.tick = tick
        self.pairs = pairs(events)
        first = int(events.time[0]) if len(events) else 0
        self.counts = ProductCounts.empty(len(catalog.products), facets.size, first, seen)
        kept = Transitions.empty(events.facets.shape[1]) if transitions else None
        self.steps = steps(events) if transitions else steps(events.take(slice(0, 0)))
        self.trail = Trail.empty(len(catalog.products), kept)
        self.exposed = Exposed()
        self._events_done = self._pairs_done = self._steps_done = 0
        self._live: Live | None = None

    def live(self, now: int) -> Live:
        """Return the world as of the last tick at or before `now` (ms UTC); raises ValueError when time runs back."""
        at = now - now % self.tick
        if self._live is not None and at < self._live.at:
            raise ValueError(f"replay runs forward only: {at} is before {self._live.at}")
        if self._live is None or at > self._live.at:
            self.advance(at)
            self._live = Live(self.counts, self.trail, self.catalog, at, self.exposed)
        return self._live

    def advance(self, at: int) -> None:
        """Fold everything strictly before `at` (ms UTC) that was not folded yet."""
        events_end = int(np.searchsorted(self.events.time, at, side="left"))
        pairs_end = int(np.searchsorted(self.pairs.time, at, side="left"))
        for start in range(self._events_done, events_end, _BATCH):
            events = self.events.take(slice(start, min(start + _BATCH, events_end)))
            self.counts.add(events)
            self.exposed = self.exposed.add(events)
        for start in range(self._pairs_done, pairs_end, _BATCH):
            self.trail.add(self.pairs.take(slice(start, min(start + _BATCH, pairs_end))))
        self._events_done, self._pairs_done = max(self._events_done, events_end), max(self._pairs_done, pairs_end)
        if self.trail.transitions is not None:
            steps_end = int(np.searchsorted(self.steps.time, at, side="left"))
            self.trail.transitions.add(self.steps.take(slice(self._steps_done, steps_end)))
            self._steps_done = max(self._steps_done, steps_end)


_BATCH = 500_000
"""Most events folded at once: bounds the memory of a fold over a long log."""
