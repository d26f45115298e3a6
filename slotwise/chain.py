"""Chain: the transitions as of one tick, indexed, with weights by age and by likeness of situation.

Weighting by likeness is kernel smoothing over categories (Aitchison and Aitken 1976): every facet in which a
transition's situation differs from the one asked about makes it count `like` times as much.
"""

from functools import partial
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from slotwise import kernels
from slotwise.live import Live
from slotwise.transitions import GAP, Transitions

MOST = 4_096
"""Most transitions of one product that are looked at: the latest."""
REACH = 8
"""Half-lives after which an arrival is not looked at any more."""

Column = Literal["origin", "target", "earlier"]
Places = NDArray[np.int64]
_KERNEL = "slotwise.kernels.chain"


class Chain:
    """The transitions of a ring, columns as in `transitions.Steps`, over the same memory where it is in order.

    The oldest of `count` transitions is at the place `first`, and after the last place comes the first.
    """

    def __init__(self, ring: Transitions | None):
        ring = Transitions.empty(0, 0) if ring is None else ring
        written, size, kept = int(ring.written[0]), len(ring.time), ring.steps
        self.count, self.first = min(written, size), written % size if written > size else 0
        if not self._in_order(kept.time):
            # A late event lies in the ring where it came in.
            kept, self.first = kept.take(np.argsort(kept.time[: self.count], kind="stable")), 0
        self.origin, self.target, self.earlier = kept.origin, kept.target, kept.earlier
        self.time, self.facets = kept.time, kept.facets
        self._held: dict[tuple[Column, int], Places] = {}
        self._kernel = kernels.load(_KERNEL)

    def where(self, column: Column, product: int) -> Places:
        """Return the places at which a product stands in a column, from old to new, the latest `MOST` of them."""
        found = self._held.get((column, product))
        if found is None:
            # Going through all of them takes less than sorting them anew every minute.
            room = np.empty(MOST, np.int64)
            count = self._kernel.holding(getattr(self, column), product, self.first, self.count, room)
            found = self._held[column, product] = room[MOST - count :].copy()
        return found

    def since(self, time: float) -> Places:
        """Return the places from a time on (ms UTC), from old to new."""
        size, end = len(self.time), self.first + self.count
        old, new = self.time[self.first : min(end, size)], self.time[: max(end - size, 0)]
        begin, late = int(np.searchsorted(old, time)), int(np.searchsorted(new, time))
        return np.concatenate([np.arange(self.first + begin, self.first + len(old)), np.arange(late, len(new))])

    def fresh(self, places: Places, now: int, halflife: float) -> NDArray[np.float64]:
        """Return float64, one per place: 2^(-age / half-life); half-life in ms."""
        weights = np.empty(len(places))
        self._kernel.ages(self.time, places, now, halflife, weights)
        return np.exp2(weights, out=weights)

    def alike(
        self, places: Places, facets: NDArray[np.int32], like: float, weights: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Return the weights times `like` to the power of the known facets, int32 (n_facets,), that differ; float64."""
        powers, found = np.power(like, np.arange(len(facets) + 1.0)), np.empty(len(places))
        if len(places):
            known = facets[: self.facets.shape[1]]
            self._kernel.alike(self.facets, places, known, powers, weights, found)
        return found

    def into(
        self, places: Places, weights: NDArray[np.float64], products: int, column: int = 0, row: int = -1
    ) -> NDArray[np.float64]:
        """Return float64 (products,): the weights added up by target, under one value of the facet of a column."""
        sums = np.zeros(products)
        self._kernel.add_up(self.target, self.facets, places, weights, column, row, sums)
        return sums

    def _in_order(self, time: NDArray[np.int64]) -> bool:
        """Whether time does not run back from the oldest to the newest, and moves on where the ring begins anew."""
        old, new = time[self.first : self.count], time[: self.first]
        runs = bool((old[1:] >= old[:-1]).all() and (new[1:] >= new[:-1]).all())
        return runs and (not len(new) or bool(old[-1] < new[0]))


def chain_of(live: Live) -> Chain:
    """Return the chain of a live world, without any transition where none are kept."""
    return live.keep("chain", lambda: Chain(live.trail.transitions))


def last_two(products: NDArray[np.int32], times: NDArray[np.int64]) -> tuple[int, int]:
    """Return the product touched last, and the one before it in the same visit; -1 without one."""
    if not len(products):
        return -1, -1
    same = len(products) > 1 and times[-1] - times[-2] <= GAP
    return int(products[-1]), int(products[-2]) if same else -1


def lately(live: Live, halflife: float) -> tuple[Places, NDArray[np.float64]]:
    """Return the transitions of the last `REACH` half-lives, and how much each counts as of the tick."""
    return live.keep(("lately", halflife), partial(_lately, live, halflife))


def arrivals(live: Live, halflife: float) -> NDArray[np.float32]:
    """float32 (n,): decayed transitions into each product, of those that the chain holds; half-life in ms."""
    return live.keep(("arrivals", halflife), partial(_arrivals, live, halflife))


def arrivals_under(live: Live, column: int, row: int, halflife: float) -> NDArray[np.float32]:
    """float32 (n,): the same under one value of the facet of a column."""
    return live.keep_recent(("arrivals under", row, halflife), partial(_arrivals, live, halflife, column, row))


def _lately(live: Live, halflife: float) -> tuple[Places, NDArray[np.float64]]:
    chain = chain_of(live)
    places = chain.since(live.at - REACH * halflife)
    return places, chain.fresh(places, live.at, halflife)


def _arrivals(live: Live, halflife: float, column: int = 0, row: int = -1) -> NDArray[np.float32]:
    places, weights = lately(live, halflife)
    return chain_of(live).into(places, weights, len(live.catalog.products), column, row).astype(np.float32)
