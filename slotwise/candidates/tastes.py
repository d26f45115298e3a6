"""Tastes: what fits the moment, and beyond it what persons with such a past turn to of their own accord.

What persons touch differs because their moments differ, and because they do. `explained.py` takes out the first; of
what is left, the directions in which persons vary more than chance makes them are found in closed form, and where each
person stands is the best linear unbiased prediction (Henderson 1975) from what they touched beyond the expected. What a
history without its scenes tells of that is a ridge regression on its products: all that is read of a person live.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from slotwise.candidates import Allowed, Arrays, Past, Reach
from slotwise.candidates.als import folded, strength_matrix
from slotwise.candidates.explained import Explained, explain
from slotwise.candidates.kinds import Listing
from slotwise.catalog import Catalog
from slotwise.events import STRENGTH
from slotwise.interactions import Interactions
from slotwise.live import Live
from slotwise.moment import Moment
from slotwise.retrieval.top import Shortlist, shortlist


@dataclass(frozen=True)
class TastesOptions:
    """Options of tastes."""

    factors: int = 8
    """Most directions in which persons differ."""
    moments: int = 20_000
    """Most different moments that the parts of facets are fitted to."""
    persons: int = 20_000
    """Most persons of whom the directions are learnt."""
    prior: float = 30.0
    """Strength of a history at which half of what it says is believed."""
    ridge: float = 0.1
    """Penalty on the squared weights by which a history is read."""
    history: int = 100
    """Most recent products that are folded in."""


class Tastes(Listing):
    """Log share under the facets of the moment, plus inner products of where a person stands and products' vectors.

    Its tables grow with the square of the catalogue: it is for catalogues of up to some thousands of products.
    """

    name = "tastes"
    reach = Reach(new_person=True, new_product=False)
    Options = TastesOptions
    usual = False

    def __init__(self, options: TastesOptions, arrays: Mapping[str, NDArray[Any]], size: int):
        self.options = options
        self.columns, self.parts = arrays["columns"], Explained(arrays["own"], arrays["parts"])
        self.vectors, self.reading = arrays["vectors"], arrays["reading"]
        self._known = None if size <= len(self.vectors) else len(self.vectors)
        self._new = np.zeros(max(size - len(self.vectors), 0), np.float32)
        self._prior = np.float32(options.prior)

    @classmethod
    def fit(cls, past: Past, options: TastesOptions, seed: int) -> Self:
        """Explain what was touched by its moments, then find what persons have in common in the rest."""
        random = np.random.Generator(np.random.Philox(key=seed))
        columns = np.concatenate([past.facets.columns(theme) for theme in ("scene", "segment")]).astype(np.int64)
        touched = of_own_accord(past.interactions)
        size = len(past.catalog.products)
        rows, moment = np.unique(touched.facets[:, columns], axis=0, return_inverse=True)
        ones, moment = np.ones(len(touched), np.float32), moment.ravel()
        by_moment = sp.csr_matrix((ones, (moment, touched.product)), shape=(len(rows), size))
        some = np.sort(random.permutation(len(rows))[: options.moments])
        found = explain(by_moment[some], rows[some], past.facets.size, past.catalog.products)
        persons = np.sort(random.permutation(past.persons)[: options.persons])
        when = sp.csr_matrix((ones, (touched.person, moment)), shape=(past.persons, len(rows)))[persons]
        what = sp.csr_matrix((ones, (touched.person, touched.product)), shape=(past.persons, size))[persons]
        expected = np.zeros(what.shape, np.float32)
        for block, chances in found.chances(rows):
            expected += when[:, block] @ chances
        stand, vectors = _standing(what.toarray() - expected, expected, options.factors)
        own = found.own - found.own.mean() if size else found.own
        reading = _reading(strength_matrix(past)[persons], stand, options)
        kept = {"columns": columns, "own": own, "parts": found.parts, "vectors": vectors, "reading": reading}
        return cls(options, kept, size)

    def read(self, moment: Moment, live: Live) -> NDArray[np.float32]:
        """Return how well all products fit the moment and the person; 0 for those that came after training."""
        rows = moment.facets.take(self.columns)
        usual = live.keep_recent(("tastes", rows.tobytes()), lambda: self.parts.score(rows))
        products, strength = folded(moment, self.options.history, self._known)
        share = strength / (np.add.reduce(strength) + self._prior)
        scores = usual + self.vectors @ (self.reading[-1] + share @ self.reading.take(products, axis=0))
        return np.concatenate([scores, self._new]) if len(self._new) else scores

    def listed(self, query: NDArray[np.float32], k: int, allowed: Allowed) -> Shortlist:
        """Return all products, or of many those that may be among the best."""
        return shortlist(query, None, k, allowed)

    def score(self, query: NDArray[np.float32], products: NDArray[np.int32]) -> NDArray[np.float32]:
        """Return their scores."""
        return query[products]

    def arrays(self) -> Arrays:
        """Return the parts of facets, the products' vectors and the weights by which a history is read."""
        tables = {"vectors": self.vectors, "reading": self.reading}
        return {"columns": self.columns, "own": self.parts.own, "parts": self.parts.parts, **tables}

    @classmethod
    def restore(cls, options: TastesOptions, arrays: Mapping[str, NDArray[Any]], catalog: Catalog) -> Self:
        """Map the arrays; products that came later have none."""
        return cls(options, arrays, len(catalog.products))


def of_own_accord(events: Interactions) -> Interactions:
    """Return the plain interest that no touchpoint led to: what was shown speaks for who chose it as well."""
    return events.take(
        (STRENGTH[events.kind] == 1) & (events.person >= 0) & (events.product >= 0) & (events.touchpoint < 0)
    )


def _standing(
    rest: NDArray[np.float32], expected: NDArray[np.float32], factors: int
) -> tuple[NDArray[np.float64], NDArray[np.float32]]:
    """Return float64 (u, f) and float32 (n, f), whose product is the log of how much more somebody likes a product.

    `rest` is what u persons touched above the `expected`, float32 (u, n). Its covariance without that of counts, which
    is their expectation, is what persons differ in; directions with nothing left are none.
    """
    times = expected.sum(axis=1)
    usual = np.sqrt(expected.sum(axis=0) / max(float(times.sum()), 1e-9) + 1e-9)
    scaled = rest / usual
    shared = (scaled.T @ scaled - np.diag(expected.sum(axis=0) / usual**2)) / max(float(np.square(times).sum()), 1e-9)
    found, directions = np.linalg.eigh(shared.astype(np.float64))
    best = np.argsort(-found)[:factors]
    spread = np.maximum(found[best], 0)
    loading = directions[:, best] * np.sqrt(spread)
    return (scaled @ loading) / (1 + times[:, None] * spread), (loading / usual[:, None]).astype(np.float32)


def _reading(strength: sp.csr_matrix, stand: NDArray[np.float64], options: TastesOptions) -> NDArray[np.float32]:
    """Return float32 (n + 1, f): what each product of a history says of where its person stands; the last for all."""
    total = np.asarray(strength.sum(axis=1)).ravel()
    told = sp.hstack([sp.diags(1 / (total + options.prior)) @ strength, np.ones((len(total), 1))]).tocsr()
    gram = (told.T @ told).toarray() + options.ridge * np.eye(told.shape[1])
    return np.linalg.solve(gram, told.T @ stand).astype(np.float32)
