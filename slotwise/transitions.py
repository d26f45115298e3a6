"""Transitions: which product led to which, and in what situation: the latest of them, as a fold of the log.

A first-order Markov chain that is not added up: every step from one product to the next within a visit stands for
itself, so that who reads it may let it count by its age and by how much its situation is like another one.
"""

from dataclasses import dataclass, fields
from typing import Self

import numpy as np
from numpy.typing import NDArray

from slotwise.events import STRENGTH
from slotwise.interactions import Interactions

SIZE = 131_072
"""Transitions that are kept; the oldest give way."""
GAP = 1_800_000
"""Longest pause in ms between two interests of one visit."""


@dataclass
class Steps:
    """n steps of persons from one product to the next, in the order of time.

    origin, target int32; earlier int32: the product before the origin, -1 where the visit began with the origin;
    time int64 ms UTC: when the target was touched; facets int32 (n, n_facets): the situation it was touched in.
    """

    origin: NDArray[np.int32]
    target: NDArray[np.int32]
    earlier: NDArray[np.int32]
    time: NDArray[np.int64]
    facets: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.time)

    def take(self, chosen: slice | NDArray[np.intp]) -> "Steps":
        """Return the chosen steps, in their order."""
        return Steps(**{each.name: getattr(self, each.name)[chosen] for each in fields(Steps)})


def steps(events: Interactions, fresh: NDArray[np.bool_] | None = None) -> Steps:
    """Return the steps of a log; with `fresh`, bool (n_events,), those alone that a fresh event ends.

    A step leads from an interest to the next one of the same person, at most `GAP` later, of another product.
    """
    rows = np.flatnonzero((STRENGTH[events.kind] > 0) & (events.product >= 0) & (events.person >= 0))
    rows = rows[np.lexsort((events.time[rows], events.person[rows]))]
    person, product, time = events.person[rows], events.product[rows], events.time[rows]
    near = (person[1:] == person[:-1]) & (time[1:] - time[:-1] <= GAP)
    ends = np.flatnonzero(near & (product[1:] != product[:-1])) + 1
    if fresh is not None:
        ends = ends[fresh[rows[ends]]]
    # The first of all has none before it: with the last one's place in its stead it is never looked at.
    follows = np.append(False, near)[ends - 1]
    earlier = np.where(follows, product[ends - 2], np.int32(-1))
    found = Steps(product[ends - 1], product[ends], earlier, time[ends], events.facets[rows[ends]])
    return found.take(np.lexsort((found.earlier, found.target, found.origin, found.time)))


@dataclass
class Transitions:
    """A ring of steps, columns as in `Steps`, with -1 as the origin where there is none yet.

    written int64 (1,): steps ever written; the next one goes to the place written % size.
    """

    origin: NDArray[np.int32]
    target: NDArray[np.int32]
    earlier: NDArray[np.int32]
    time: NDArray[np.int64]
    facets: NDArray[np.int32]
    written: NDArray[np.int64]

    @classmethod
    def empty(cls, facets: int, size: int = SIZE) -> Self:
        """Return a ring without steps, for situations of so many facets."""
        origin, target, earlier = np.full((3, size), -1, np.int32)
        facts = np.full((size, facets), -1, np.int32)
        return cls(origin, target, earlier, np.zeros(size, np.int64), facts, np.zeros(1, np.int64))

    def add(self, new: Steps) -> None:
        """Write steps, in place."""
        size, count = len(self.time), len(new)
        kept = new.take(slice(max(count - size, 0), count))
        places = (int(self.written[0]) + count - len(kept) + np.arange(len(kept))) % size
        for each in fields(Steps):
            getattr(self, each.name)[places] = getattr(kept, each.name)
        self.written += count

    @property
    def steps(self) -> Steps:
        """The columns as they lie in the ring, over the same memory."""
        return Steps(self.origin, self.target, self.earlier, self.time, self.facets)

    def copy(self) -> Self:
        """Return a ring that can be written to without changing this one."""
        return type(self)(**{each.name: getattr(self, each.name).copy() for each in fields(self)})
