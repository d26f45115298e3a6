"""Explained: how likely anybody touches each product in a moment, each facet's part told apart from the others'.

A log-linear model: the log share of a product is a part of its own plus one part for each facet value of the moment.
The parts are fitted one facet after the other (iterative scaling, Darroch & Ratcliff 1972), so that, unlike in a naive
Bayes, what goes together with a scene is not counted twice. Every part is drawn towards that of its category, and that
towards none, as a Gamma prior does.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from slotwise.catalog import Products

Rows = NDArray[np.int32]
Parts = NDArray[np.float32]
Counts = NDArray[np.float64]
SWEEPS = 6
SHRINK = 20.0
"""Expected touches by which a part is drawn towards its category's, and that towards none."""
_BLOCK = 4_000_000
"""Chances that are held at once."""


@dataclass(frozen=True)
class Explained:
    """Parts of the log share: `own` float32 (n,) of the products, `parts` float32 (n_rows, n) of the facet values."""

    own: Parts
    parts: Parts

    def score(self, rows: Rows) -> Parts:
        """Return the log share of every product up to a constant, float32 (n,); rows of -1 tell nothing."""
        found: Parts = self.own + self.parts[rows[rows >= 0]].sum(axis=0)
        return found

    def chances(self, rows: Rows) -> Iterator[tuple[slice, Parts]]:
        """Yield the chances of all products, float32 (k, n), block by block of m moments, int32 (m, n_facets)."""
        # One row more, where -1 leads, adds nothing.
        parts = np.vstack([self.parts, np.zeros((1, len(self.own)), np.float32)])
        step = max(1, _BLOCK // max(len(self.own), 1))
        for start in range(0, len(rows), step):
            block = slice(start, min(start + step, len(rows)))
            found = np.repeat(self.own[None], block.stop - start, axis=0)
            for column in rows[block].T:
                found += parts[column]
            found -= found.max(axis=1, keepdims=True)
            np.exp(found, out=found)
            found /= found.sum(axis=1, keepdims=True)
            yield block, found


def explain(touched: sp.csr_matrix, rows: Rows, size: int, products: Products) -> Explained:
    """Fit the parts to touches float32 (m, n) in m moments whose facet values are int32 (m, n_facets).

    `size` is the number of rows of the common axis of facets.
    """
    times, usual = (np.asarray(touched.sum(axis=axis), np.float64).ravel() for axis in (1, 0))
    found = Explained(np.log(usual + 1).astype(np.float32), np.zeros((size, touched.shape[1]), np.float32))
    facets = [_at(column, size) for column in rows.T]
    seen = [np.asarray((at @ touched).toarray(), np.float64) for at in facets]
    everywhere = sp.csr_matrix(np.ones((1, len(rows)), np.float32))
    for _ in range(SWEEPS):
        expected = _expected(found, rows, times, everywhere)[0]
        found.own[:] += np.log((usual + 1) / (expected + 1))
        for column, at, here in zip(rows.T, facets, seen, strict=True):
            values = np.unique(column[column >= 0])
            # What would be expected if the facet told nothing.
            without = _expected(found, rows, times, at)[values] / np.exp(found.parts[values])
            found.parts[values] = _part(here[values], without, products)
    return found


def _expected(found: Explained, rows: Rows, times: Counts, at: sp.csr_matrix) -> Counts:
    sums = np.zeros((at.shape[0], len(found.own)))
    for block, chances in found.chances(rows):
        chances *= times[block, None]
        sums += at[:, block] @ chances
    return sums


def _at(column: Rows, size: int) -> sp.csr_matrix:
    """Which moments have each facet value, float32 (size, m)."""
    known = np.flatnonzero(column >= 0)
    return sp.csr_matrix((np.ones(len(known), np.float32), (column[known], known)), shape=(size, len(column)))


def _part(seen: Counts, expected: Counts, products: Products) -> Parts:
    category = products.category_or_last
    of = (np.arange(len(category)), category)
    one = sp.csr_matrix((np.ones(len(category)), of), shape=(len(category), len(products.categories) + 1))
    prior = ((seen @ one + SHRINK) / (expected @ one + SHRINK))[:, category]
    found: Parts = np.log((seen + SHRINK * prior) / (expected + SHRINK)).astype(np.float32)
    return found
