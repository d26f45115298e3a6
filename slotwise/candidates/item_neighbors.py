"""Item-to-item in closed form: EASE (Steck 2019) for catalogues of moderate size, kept as sparse rows.

B = I - P diag(1 / diag P) with P = (X'X + lambda I)^-1. Only the most interacted products take part and
only the strongest weights of each row are kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import scipy.linalg
from numpy.typing import NDArray

from slotwise.candidates import Arrays, Past, Reach
from slotwise.candidates.als import folded, strength_matrix
from slotwise.candidates.kinds import Summing, Terms
from slotwise.catalog import Catalog
from slotwise.live import Live
from slotwise.moment import Moment
from slotwise.retrieval.top import SparseRows


@dataclass(frozen=True)
class ItemNeighborsOptions:
    """Options of EASE."""

    regularization: float = 200.0
    """lambda, added to the diagonal of X'X."""
    products: int = 4000
    """Most interacted products that take part: time grows with the cube."""
    neighbors: int = 300
    """Strongest weights kept per product."""
    history: int = 100
    """Most recent products that are folded in."""
    minimum: int = 2
    """Persons a product needs to take part."""


class ItemNeighbors(Summing):
    """Sum of learned item-item weights over the products of the history."""

    name = "item_neighbors"
    reach = Reach(new_person=False, new_product=False)
    Options = ItemNeighborsOptions

    def __init__(self, options: ItemNeighborsOptions, arrays: Mapping[str, NDArray[Any]], size: int):
        self.options = options
        self.start = arrays["start"]
        self.products = arrays["products"]
        self.weights = arrays["weights"]
        self.rows = SparseRows.of(self.start, self.products, self.weights, size)
        self._known = None if size < len(self.start) else len(self.start) - 1
        self._ones = np.ones(options.history, np.float32)

    @classmethod
    def fit(cls, past: Past, options: ItemNeighborsOptions, seed: int) -> Self:
        """Solve the closed form over the most interacted products."""
        size = len(past.catalog.products)
        matrix = strength_matrix(past)
        matrix.data[:] = 1.0
        persons = np.asarray(matrix.sum(axis=0)).ravel()
        most = np.argsort(-persons, kind="stable")[: options.products]
        chosen: NDArray[np.int32] = np.sort(most[persons[most] >= options.minimum]).astype(np.int32)
        used = matrix[:, chosen]
        weights = _ease((used.T @ used).toarray(), options.regularization)
        return cls(options, _sparse(weights, chosen, options.neighbors, size), size)

    def terms(self, moment: Moment, live: Live) -> Terms:
        """Return the rows of the history."""
        products, _ = folded(moment, self.options.history, self._known)
        return Terms(products, self._ones[: len(products)], self.rows)

    def arrays(self) -> Arrays:
        """Return the sparse rows."""
        return {"start": self.start, "products": self.products, "weights": self.weights}

    @classmethod
    def restore(cls, options: ItemNeighborsOptions, arrays: Mapping[str, NDArray[Any]], catalog: Catalog) -> Self:
        """Map the rows; products that came later have none."""
        return cls(options, arrays, len(catalog.products))


def _ease(gram: NDArray[np.float32], regularization: float) -> NDArray[np.float32]:
    if not len(gram):
        return gram
    gram = gram.astype(np.float32)
    gram.flat[:: len(gram) + 1] += regularization
    factor = scipy.linalg.cholesky(gram, lower=True, overwrite_a=True, check_finite=False)
    inverse, _ = scipy.linalg.lapack.spotri(factor, lower=1, overwrite_c=1)
    inverse = np.tril(inverse) + np.tril(inverse, -1).T
    weights: NDArray[np.float32] = inverse / -np.diag(inverse)
    np.fill_diagonal(weights, 0)
    return weights


def _sparse(weights: NDArray[np.float32], chosen: NDArray[np.int32], keep: int, size: int) -> Arrays:
    keep = min(keep, len(chosen))
    best = np.argpartition(-np.abs(weights), keep - 1, axis=1)[:, :keep] if len(chosen) else np.zeros((0, 0), int)
    best.sort(axis=1)
    start = np.zeros(size + 1, np.int64)
    start[chosen + 1] = keep
    kept = np.take_along_axis(weights, best, axis=1)
    return {
        "start": np.cumsum(start),
        "products": chosen[best].ravel().astype(np.int32),
        "weights": kept.ravel().astype(np.float32),
    }
