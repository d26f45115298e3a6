"""Chain: the transitions as of one tick, indexed, with weights by age and by likeness of situation.

Weighting by likeness is kernel smoothing over categories (Aitchison and Aitken 1976): every facet in which a
transition's situation differs from the one asked about makes it count `like` times as much.
"""

from functools import partial
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from slotwise.live import Live
from slotwise.transitions import GAP, Transitions

MOST = 4_096
"""Most transitions of one product that are looked at: the latest."""
REACH = 8
"""Half-lives after which an arrival is not looked at any more."""

Column = Literal["origin", "target", "earlier"]
Places = NDArray[np.intp]


class Chain:
    """Transitions in the order of time: columns as in `transitions.Steps`, but facets int32 (n_facets, n)."""

    def __init__(self, ring: Transitions | None):
        kept = Transitions.empty(0, 0) if ring is None else ring
        order = np.flatnonzero(kept.origin >= 0)
        order = order[np.argsort(kept.time[order], kind="stable")]
        self.origin, self.target, self.earlier = kept.origin[order], kept.target[order], kept.earlier[order]
        self.time, self.facets = kept.time[order], np.ascontiguousarray(kept.facets[order].T)

    def where(self, column: Column, product: int) -> Places:
        """Return the places at which a product stands in a column, from old to new, the latest `MOST` of them."""
        # Going through all of them takes less than sorting them anew every minute.
        return np.flatnonzero(getattr(self, column) == product)[-MOST:]

    def since(self, time: float) -> slice:
        """Return the places from a time on (ms UTC)."""
        return slice(int(np.searchsorted(self.time, time)), len(self.time))

    def fresh(self, places: Places | slice, now: int, halflife: float) -> NDArray[np.float64]:
        """Return float64, one per place: 2^(-age / half-life); half-life in ms."""
        return np.asarray(np.exp2(np.minimum(self.time[places] - now, 0) / halflife))

    def alike(self, places: Places | slice, facets: NDArray[np.int32], like: float) -> NDArray[np.float64]:
        """Return float64, one per place: `like` to the power of the known facets, int32 (n_facets,), that differ."""
        differ = np.zeros(len(self.time[places]), np.intp)
        # Column by column: numpy adds up few columns of many rows slowly.
        for column, value in zip(self.facets, facets.tolist(), strict=False):
            if value >= 0:
                differ += column[places] != value
        return np.asarray(np.power(like, np.arange(len(facets) + 1.0))[differ])


def chain_of(live: Live) -> Chain:
    """Return the chain of a live world, without any transition where none are kept."""
    return live.keep("chain", lambda: Chain(live.trail.transitions))


def last_two(products: NDArray[np.int32], times: NDArray[np.int64]) -> tuple[int, int]:
    """Return the product touched last, and the one before it in the same visit; -1 without one."""
    if not len(products):
        return -1, -1
    same = len(products) > 1 and times[-1] - times[-2] <= GAP
    return int(products[-1]), int(products[-2]) if same else -1


def arrivals(live: Live, halflife: float) -> NDArray[np.float32]:
    """float32 (n,): decayed transitions into each product, of those that the chain holds; half-life in ms."""
    return live.keep(("arrivals", halflife), partial(_arrivals, live, halflife))


def arrivals_under(live: Live, column: int, row: int, halflife: float) -> NDArray[np.float32]:
    """float32 (n,): the same under one value of the facet of a column."""
    return live.keep_recent(("arrivals under", row, halflife), partial(_arrivals, live, halflife, column, row))


def _arrivals(live: Live, halflife: float, column: int = 0, row: int = -1) -> NDArray[np.float32]:
    chain = chain_of(live)
    places = chain.since(live.at - REACH * halflife)
    weights = chain.fresh(places, live.at, halflife)
    if row >= 0 and len(weights):
        weights *= chain.facets[column, places] == row
    return np.bincount(chain.target[places], weights, len(live.catalog.products)).astype(np.float32)
