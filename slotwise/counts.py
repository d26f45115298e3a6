"""ProductCounts: a product is a fold too, of time-decayed counts over minutes, hours and days.

Forward decay (Cormode et al. 2009): an event at time t adds 2^((t - landmark) / halflife), and a
reader divides by 2^((now - landmark) / halflife). Adding is a plain sum, so late events need no
special case, and only the rows that are read are ever scaled.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from slotwise.events import KIND_CODE, STRENGTH, EventType
from slotwise.interactions import Interactions

HOUR = 3_600_000
DAY = 24 * HOUR
HALFLIVES: tuple[float, ...] = (HOUR / 4, HOUR, 6 * HOUR, 2 * DAY, 14 * DAY, 180 * DAY, np.inf)
"""Half-lives of the counts in ms; the last one never forgets."""
FACET_HALFLIVES: tuple[float, ...] = (HOUR, 14 * DAY)
"""Half-lives of the counts by scene and segment in ms: what goes on now, and what is usual."""

EXPOSURES, CLICKS, CONVERSIONS, INTEREST = range(4)
"""Channels: exposures weighted by what their place makes one expect, clicks, conversions, all interest by strength."""
NEVER = np.iinfo(np.int64).max
"""Time of the first interest in a product that nobody has shown any."""
_LIMIT = 400.0
"""Exponent at which the landmark moves on, well below the 1,023 that a double can hold."""
_LARGEST = 500.0
"""Largest exponent by which counts are ever scaled up."""


@dataclass
class ProductCounts:
    """Counts of n products. `landmark` is ms UTC; everything is stored as seen from there.

    totals: float64 (4 channels, n_halflives, n); interest: float64 (n_facet_halflives, n_rows, n) by facet row;
    exposures, clicks: float64 (n_rows, n) with the longer facet half-life; seen: float64
    (n_touchpoints + 1, n_slots) clicks to expect there against an average place, the last row for places unknown;
    first: int64 (n,) ms UTC of the first interest, `NEVER` without one.
    """

    landmark: int
    totals: NDArray[np.float64]
    interest: NDArray[np.float64]
    exposures: NDArray[np.float64]
    clicks: NDArray[np.float64]
    seen: NDArray[np.float64]
    first: NDArray[np.int64]

    @classmethod
    def empty(cls, products: int, rows: int, landmark: int, seen: NDArray[np.float64] | None = None) -> "ProductCounts":
        """Return counts of nothing for so many products and facet rows."""
        return cls(
            landmark,
            np.zeros((4, len(HALFLIVES), products)),
            np.zeros((len(FACET_HALFLIVES), rows, products)),
            np.zeros((rows, products)),
            np.zeros((rows, products)),
            np.ones((1, 1)) if seen is None else seen,
            np.full(products, NEVER),
        )

    def add(self, events: Interactions) -> None:
        """Fold a batch of events in, in place. Events without a product count for nothing.

        Raises ValueError for counts that are mapped from a bundle: add to a copy.
        """
        if not self.totals.flags.writeable:
            # numpy's `ufunc.at` writes without asking, and a write to a read-only map kills the process.
            raise ValueError("counts mapped from a bundle are read-only: add to a copy")
        events = events.take(events.product >= 0)
        if not len(events):
            return
        self._move_landmark(int(events.time.max()))
        weights = self._channels(events)
        told, wanted = [bool(weight.any()) for weight in weights], weights[INTEREST] > 0
        np.minimum.at(self.first, events.product[wanted], events.time[wanted])
        for place, halflife in enumerate(HALFLIVES):
            scale = self._growth(events.time, halflife)
            for channel, weight in enumerate(weights):
                if told[channel]:
                    _add(self.totals[channel, place], events.product, weight * scale)
        self._add_by_facet(events, weights, told)

    def rate(self, now: int, halflife: float) -> float:
        """Return the factor that turns stored counts into counts as seen at `now` (ms UTC)."""
        # Seen from long before the landmark the factor would be infinite, and infinite times nothing is not a number.
        return float(np.exp2(min((self.landmark - now) / halflife, _LARGEST)))

    def copy(self) -> "ProductCounts":
        """Return counts that can be added to without changing these."""
        totals, interest, exposures, clicks = (each.copy() for each in self._tables())
        return ProductCounts(self.landmark, totals, interest, exposures, clicks, self.seen, self.first.copy())

    def padded(self, products: int) -> "ProductCounts":
        """Return counts for a catalogue that has grown to so many products; the new ones have none."""
        more = products - self.totals.shape[-1]
        totals, interest, exposures, clicks = (
            np.pad(each, [(0, 0)] * (each.ndim - 1) + [(0, more)]) for each in self._tables()
        )
        first = np.pad(self.first, (0, more), constant_values=NEVER)
        return ProductCounts(self.landmark, totals, interest, exposures, clicks, self.seen, first)

    def _tables(self) -> tuple[NDArray[np.float64], ...]:
        return self.totals, self.interest, self.exposures, self.clicks

    def _channels(self, events: Interactions) -> list[NDArray[np.float64]]:
        shown = events.kind == KIND_CODE[EventType.EXPOSURE]
        slot = np.clip(events.slot.astype(np.intp) - 1, 0, self.seen.shape[1] - 1)
        # An unknown touchpoint is -1, which is the last row.
        place = np.minimum(events.touchpoint.astype(np.intp), len(self.seen) - 1)
        return [
            np.where(shown, self.seen[place, slot], 0.0),
            (events.kind == KIND_CODE[EventType.CLICK]).astype(np.float64),
            (events.kind == KIND_CODE[EventType.CONVERT]).astype(np.float64),
            STRENGTH[events.kind].astype(np.float64),
        ]

    def _add_by_facet(self, events: Interactions, weights: list[NDArray[np.float64]], told: list[bool]) -> None:
        scales = [self._growth(events.time, halflife) for halflife in FACET_HALFLIVES]
        tables = [(self.interest[place], weights[INTEREST] * scale) for place, scale in enumerate(scales)]
        others = ((EXPOSURES, self.exposures), (CLICKS, self.clicks))
        tables += [(table, weights[channel] * scales[-1]) for channel, table in others if told[channel]]
        for column in range(events.facets.shape[1]):
            known = np.flatnonzero(events.facets[:, column] >= 0)
            cells = events.facets[known, column].astype(np.intp) * self.clicks.shape[1] + events.product[known]
            for table, weight in tables:
                _add(table, cells, weight[known])

    def _growth(self, time: NDArray[np.int64], halflife: float) -> NDArray[np.float64]:
        return np.exp2((time - self.landmark) / halflife)

    def _move_landmark(self, latest: int) -> None:
        if (latest - self.landmark) / min(HALFLIVES) < _LIMIT:
            return
        for place, halflife in enumerate(HALFLIVES):
            self.totals[:, place] *= self.rate(latest, halflife)
        for place, halflife in enumerate(FACET_HALFLIVES):
            self.interest[place] *= self.rate(latest, halflife)
        self.exposures *= self.rate(latest, FACET_HALFLIVES[-1])
        self.clicks *= self.rate(latest, FACET_HALFLIVES[-1])
        self.landmark = latest


def _add(table: NDArray[np.float64], cells: NDArray[np.integer], weight: NDArray[np.float64]) -> None:
    # One flat index is several times as fast as a pair of them; the tables are contiguous, so this is a view.
    if weight.any():
        np.add.at(table.reshape(-1), cells, weight)
