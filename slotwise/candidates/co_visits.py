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

from slotwise.candidates import Allowed, Arrays, Generator, Past, Reach
from slotwise.catalog import Catalog
from slotwise.live import Live
from slotwise.moment import Moment
from slotwise.retrieval.top import Sparse, rows
from slotwise.trail import Pairs, pairs

DAY = 86_400_000


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


class CoVisits(Generator):
    """Sum of decayed pair counts over the latest interactions, the last one counting most."""

    name = "co_visits"
    reach = Reach(new_person=False, new_product=False)
    Options = CoVisitsOptions

    def __init__(self, options: CoVisitsOptions, arrays: Mapping[str, NDArray[Any]], size: int):
        self.options = options
        self.start = arrays["start"]
        self.products = arrays["products"]
        self.weights = arrays["weights"]
        self.size = size

    @classmethod
    def fit(cls, past: Past, options: CoVisitsOptions, seed: int) -> Self:
        """Count pairs in both directions and keep the strongest of each product."""
        size = len(past.catalog.products)
        matrix = _counted(pairs(past.interactions, options.reach, options.gap), options.halflife, size)
        total = np.asarray(matrix.sum(axis=1)).ravel() + 1e-9
        matrix = matrix.tocoo()
        scaled = matrix.data / (total[matrix.row] * total[matrix.col] ** options.damping)
        return cls(options, _strongest(matrix.row, matrix.col, scaled, options.neighbors, size), size)

    def read(self, moment: Moment, live: Live) -> Sparse:
        """Return the summed rows of the latest interactions."""
        latest = moment.interests[-self.options.history :][::-1]
        latest = latest[latest < len(self.start) - 1]
        entries, counts = rows(self.start, latest)
        recency = np.power(self.options.recency, np.arange(len(latest))).astype(np.float32)
        weight = self.weights[entries] * np.repeat(recency, counts)
        return Sparse.summed(self.products[entries], weight, self.size)

    def retrieve(self, query: Sparse, k: int, allowed: Allowed) -> NDArray[np.int32]:
        """Return the k products with the greatest sums."""
        return query.best(k, allowed)

    def score(self, query: Sparse, products: NDArray[np.int32]) -> NDArray[np.float32]:
        """Return the sums; 0 for products never seen near the history."""
        return query.of(products)

    def arrays(self) -> Arrays:
        """Return the sparse rows."""
        return {"start": self.start, "products": self.products, "weights": self.weights}

    @classmethod
    def restore(cls, options: CoVisitsOptions, arrays: Mapping[str, NDArray[Any]], catalog: Catalog) -> Self:
        """Map the rows; products that came later have none."""
        return cls(options, arrays, len(catalog.products))


def _counted(found: Pairs, halflife: float, size: int) -> sp.csr_matrix:
    if not len(found.time):
        return sp.csr_matrix((size, size), dtype=np.float64)
    weight = np.exp2((found.time - found.time.max()) / halflife)
    half = sp.csr_matrix((weight, (found.seed, found.follower)), shape=(size, size))
    return half + half.T


def _strongest(
    row: NDArray[np.int32], col: NDArray[np.int32], weight: NDArray[np.float64], keep: int, size: int
) -> Arrays:
    order = np.lexsort((col, -weight, row))
    row, col, weight = row[order], col[order], weight[order]
    nth = np.arange(len(row)) - np.searchsorted(row, row, side="left")
    kept = nth < keep
    start = np.searchsorted(row[kept], np.arange(size + 1)).astype(np.int64)
    return {"start": start, "products": col[kept].astype(np.int32), "weights": weight[kept].astype(np.float32)}
