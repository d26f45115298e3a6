"""Co-visitation over the whole log: what the same persons touched nearby in time, decayed, as sparse rows.

Cosine-like: the decayed count of a pair over the root of the product of both counts. Memory and time
grow with the number of interactions, not with the square of the catalogue.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from slotwise.candidates import Arrays, Past, Reach
from slotwise.candidates.kinds import Summing, Terms
from slotwise.catalog import Catalog
from slotwise.interactions import Interactions
from slotwise.live import Live
from slotwise.moment import Moment
from slotwise.retrieval.top import SparseRows
from slotwise.trail import by_distance

DAY = 86_400_000
_ROWS = 2_000
"""Products whose pairs are sorted at once: bounds the memory."""


@dataclass(frozen=True)
class CoVisitsOptions:
    """Options of the sparse co-visitation."""

    reach: int = 8
    """How many interactions back a product is paired with."""
    gap: int = 14 * DAY
    """Most ms between two neighbouring interactions of a pair."""
    halflife: float = 60.0 * DAY
    """Half-life of a pair in ms, seen from the end of the log."""
    neighbors: int = 200
    """Strongest pairs kept per product."""
    history: int = 30
    """Most recent interactions that are read."""
    recency: float = 0.9
    """Weight of each interaction against the one after it."""
    damping: float = 0.6
    """Power of the partner's count in the denominator: 0 favours the popular, 1 the rare."""


class CoVisits(Summing):
    """Sum of decayed pair counts over the latest interactions, the last one counting most."""

    name = "co_visits"
    reach = Reach(new_person=False, new_product=False)
    Options = CoVisitsOptions

    def __init__(self, options: CoVisitsOptions, arrays: Mapping[str, NDArray[Any]], size: int):
        self.options = options
        self.start = arrays["start"]
        self.products = arrays["products"]
        self.weights = arrays["weights"]
        self.rows = SparseRows.of(self.start, self.products, self.weights, size)
        self._grown = size >= len(self.start)
        self._recency = np.power(options.recency, np.arange(options.history)).astype(np.float32)

    @classmethod
    def fit(cls, past: Past, options: CoVisitsOptions, seed: int) -> Self:
        """Count pairs in both directions and keep the strongest of each product."""
        size = len(past.catalog.products)
        counted = _counted(past.interactions, options, size)
        total = np.asarray(counted.sum(axis=1)).ravel() + 1e-9
        return cls(options, _strongest(counted, total, total**options.damping, options.neighbors), size)

    def terms(self, moment: Moment, live: Live) -> Terms:
        """Return the rows of the latest interactions."""
        latest = moment.latest[: self.options.history]
        if self._grown:
            latest = latest[latest < len(self.start) - 1]
        return Terms(latest, self._recency[: len(latest)], self.rows)

    def arrays(self) -> Arrays:
        """Return the sparse rows."""
        return {"start": self.start, "products": self.products, "weights": self.weights}

    @classmethod
    def restore(cls, options: CoVisitsOptions, arrays: Mapping[str, NDArray[Any]], catalog: Catalog) -> Self:
        """Map the rows; products that came later have none."""
        return cls(options, arrays, len(catalog.products))


def _counted(events: Interactions, options: CoVisitsOptions, size: int) -> sp.csr_matrix:
    """Return float64 (size, size): decayed counts of pairs in both directions, one distance added after the other."""
    half = sp.csr_matrix((size, size), dtype=np.float64)
    end = int(events.time[-1]) if len(events) else 0
    for found in by_distance(events, options.reach, options.gap):
        weight = np.exp2((found.time - end) / options.halflife)
        half = half + sp.csr_matrix((weight, (found.seed, found.follower)), shape=(size, size))
    return sp.csr_matrix(half + half.T)


def _strongest(counted: sp.csr_matrix, total: NDArray[np.float64], damped: NDArray[np.float64], keep: int) -> Arrays:
    """Return the `keep` greatest of counted / (total of the row x damped total of the column) as sparse rows."""
    size = counted.shape[0]
    kept: list[tuple[NDArray[np.int32], NDArray[np.float32]]] = []
    counts = np.zeros(size, np.int64)
    for first in range(0, size, _ROWS):
        part = counted[first : first + _ROWS].tocoo()
        weight = part.data / (total[first + part.row] * damped[part.col])
        order = np.lexsort((part.col, -weight, part.row))
        row = part.row[order]
        order = order[np.arange(len(row)) - np.searchsorted(row, row, side="left") < keep]
        kept.append((part.col[order].astype(np.int32), weight[order].astype(np.float32)))
        counts[first : first + part.shape[0]] = np.bincount(part.row[order], minlength=part.shape[0])
    return {
        "start": np.concatenate([[0], np.cumsum(counts)]),
        "products": np.concatenate([np.zeros(0, np.int32), *(products for products, _ in kept)]),
        "weights": np.concatenate([np.zeros(0, np.float32), *(weights for _, weights in kept)]),
    }
