"""Trail: which products were touched around each product lately, as a fold of the log.

For every product a ring of the most recent neighbours: what the same person touched shortly before or
after. It is bounded in memory, takes a click in at once, and forgets by itself: co-visitation for
worlds in which products live for hours.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from slotwise.events import STRENGTH
from slotwise.interactions import Interactions
from slotwise.transitions import Transitions

_BUDGET = 48_000_000
"""Bytes that all rings together may take."""


@dataclass
class Pairs:
    """Products touched by one person within one visit, in time order.

    seed, follower int32: `follower` was touched `step` int8 interactions after `seed`, at `time` int64 ms UTC.
    """

    seed: NDArray[np.int32]
    follower: NDArray[np.int32]
    time: NDArray[np.int64]
    step: NDArray[np.int8]

    def take(self, chosen: slice) -> "Pairs":
        """Return a stretch of the pairs."""
        return Pairs(self.seed[chosen], self.follower[chosen], self.time[chosen], self.step[chosen])


def pairs(events: Interactions, reach: int = 3, gap: int = 1_800_000) -> Pairs:
    """Pair every interest with the `reach` interests before it of the same person, at most `gap` ms apart each."""
    found = [(each.seed, each.follower, each.time, each.step) for each in by_distance(events, reach, gap)]
    seed, follower, when, steps = (np.concatenate(each) for each in zip(*found, strict=True))
    order = np.lexsort((follower, seed, when))
    return Pairs(seed[order], follower[order], when[order], steps[order])


def by_distance(events: Interactions, reach: int, gap: int) -> Iterator[Pairs]:
    """Give the pairs of `pairs` one distance after the other, in no order: a long log's pairs need not fit at once."""
    rows = np.flatnonzero((STRENGTH[events.kind] > 0) & (events.product >= 0) & (events.person >= 0))
    rows = rows[np.argsort(events.person[rows], kind="stable")]
    person, product, time = events.person[rows], events.product[rows], events.time[rows]
    for step in range(1, reach + 1):
        near = (person[step:] == person[:-step]) & (time[step:] - time[:-step] <= gap * step)
        near &= product[step:] != product[:-step]
        steps = np.full(int(near.sum()), step, np.int8)
        yield Pairs(product[:-step][near], product[step:][near], time[step:][near], steps)


@dataclass
class Trail:
    """Rings: `neighbours` int32 (n, width) with -1 for empty, `times` int64 (n, width) ms UTC, `written` int64 (n,).

    `steps` int8 (n, width): how many interactions after (above 0) or before (below 0) the neighbour was touched.
    """

    neighbours: NDArray[np.int32]
    times: NDArray[np.int64]
    steps: NDArray[np.int8]
    written: NDArray[np.int64]
    transitions: Transitions | None = None
    """Who came from where in which situation; kept only for models with a generator that reads it."""

    @classmethod
    def empty(cls, products: int, transitions: Transitions | None = None) -> "Trail":
        """Return rings as wide as the memory budget allows, between 8 and 256 neighbours."""
        width = int(np.clip(_BUDGET // (13 * max(products, 1)), 8, 256))
        return cls(
            np.full((products, width), -1, np.int32),
            np.zeros((products, width), np.int64),
            np.zeros((products, width), np.int8),
            np.zeros(products, np.int64),
            transitions,
        )

    def add(self, new: Pairs) -> None:
        """Write pairs in both directions, in place; the oldest neighbours give way."""
        seed = np.concatenate([new.seed, new.follower])
        other = np.concatenate([new.follower, new.seed])
        time = np.concatenate([new.time, new.time])
        step = np.concatenate([new.step, -new.step])
        order = np.lexsort((time, seed))
        seed, other, time, step = seed[order], other[order], time[order], step[order]
        nth = np.arange(len(seed)) - np.searchsorted(seed, seed, side="left")
        last = np.searchsorted(seed, seed, side="right") - np.arange(len(seed)) <= self.neighbours.shape[1]
        column = (self.written[seed] + nth) % self.neighbours.shape[1]
        self.neighbours[seed[last], column[last]] = other[last]
        self.times[seed[last], column[last]] = time[last]
        self.steps[seed[last], column[last]] = step[last]
        np.add.at(self.written, seed, 1)

    def copy(self) -> "Trail":
        """Return rings that can be written to without changing these."""
        transitions = None if self.transitions is None else self.transitions.copy()
        return Trail(self.neighbours.copy(), self.times.copy(), self.steps.copy(), self.written.copy(), transitions)

    def padded(self, products: int) -> "Trail":
        """Return rings for a catalogue that has grown to so many products."""
        more = products - len(self.written)
        return Trail(
            np.pad(self.neighbours, ((0, more), (0, 0)), constant_values=-1),
            np.pad(self.times, ((0, more), (0, 0))),
            np.pad(self.steps, ((0, more), (0, 0))),
            np.pad(self.written, (0, more)),
            self.transitions,
        )
