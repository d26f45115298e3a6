"""Implicit ALS with request-time fold-in: the bundle holds product factors and no person.

Hu, Koren, Volinsky (2008). The fold-in solves the same least squares as implicit's `recalculate_user`,
u = (Y'Y + Y_h' D Y_h + r I)^-1 Y_h' c with confidence c = alpha w and D = c - 1, by Woodbury's identity
over the h products of the history: u = P_h' (I + D Y_h P_h')^-1 c with P = Y (Y'Y + r I)^-1.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from slotwise import kernels
from slotwise.candidates import Allowed, Arrays, Past, Reach
from slotwise.candidates.kinds import Listing
from slotwise.catalog import Catalog
from slotwise.events import STRENGTH
from slotwise.live import Live
from slotwise.moment import Moment
from slotwise.retrieval.inner_product import InnerProductIndex
from slotwise.retrieval.lists import Lists, lists_of, make_lists
from slotwise.retrieval.solving import solve
from slotwise.retrieval.top import Shortlist


@dataclass(frozen=True)
class AlsOptions:
    """Options of implicit ALS."""

    factors: int = 64
    """Length of a product's factor vector."""
    regularization: float = 0.05
    """r, the weight of the squared factors."""
    alpha: float = 10.0
    """Confidence of an interaction of strength 1."""
    iterations: int = 12
    """Alternations over persons and products."""
    history: int = 60
    """Most recent products that are folded in."""


class Als(Listing):
    """Collaborative scores from factors of products; needs at least one known product in the history."""

    name = "als"
    reach = Reach(new_person=False, new_product=False)
    Options = AlsOptions

    def __init__(
        self,
        options: AlsOptions,
        factors: NDArray[np.float32],
        solved: NDArray[np.float32],
        size: int,
        lists: Lists | None = None,
    ):
        self.options = options
        self.factors = factors
        self.solved = solved
        self.size = size
        self.lists = lists
        self._known = None if size <= len(factors) else len(factors)
        self.index = InnerProductIndex(factors, lists)
        self.trained: NDArray[np.bool_] = np.any(factors != 0, axis=1)
        self._trained_all = bool(self.trained.all())

    @classmethod
    def fit(cls, past: Past, options: AlsOptions, seed: int) -> Self:
        """Factorise persons x products; strengths of repeated interactions add up by their square root."""
        from implicit.cpu.als import AlternatingLeastSquares

        size = len(past.catalog.products)
        matrix = strength_matrix(past)
        model = AlternatingLeastSquares(
            factors=min(options.factors, max(size - 1, 1)),
            regularization=options.regularization,
            alpha=options.alpha,
            iterations=options.iterations,
            num_threads=1,
            random_state=seed,
        )
        if matrix.nnz:
            model.fit(matrix, show_progress=False)
            factors = np.nan_to_num(np.asarray(model.item_factors, dtype=np.float32))
            factors[np.bincount(matrix.indices, minlength=size) == 0] = 0
        else:
            factors = np.zeros((size, options.factors), np.float32)
        gram = factors.T.astype(np.float64) @ factors + options.regularization * np.eye(factors.shape[1])
        solved = np.linalg.solve(gram, factors.T).T.astype(np.float32)
        return cls(options, factors, np.ascontiguousarray(solved), size, make_lists(factors))

    def read(self, moment: Moment, live: Live) -> NDArray[np.float32]:
        """Return the person's factors, float32 (factors,): zeros without a known product in the history."""
        products, strength = folded(moment, self.options.history, self._known)
        if not len(products):
            return np.zeros(self.factors.shape[1], np.float32)
        solved = self.solved.take(products, axis=0)
        inner = self.factors.take(products, axis=0) @ solved.T
        confidence = np.empty(len(products), np.float32)
        kernels.load("slotwise.kernels.history").confide(strength, self.options.alpha, confidence, inner)
        return solve(inner, confidence) @ solved

    def listed(self, query: NDArray[np.float32], k: int, allowed: Allowed) -> Shortlist | None:
        """Return the products with the greatest inner products, among those that anybody touched."""
        if query[0] == 0 and not query.any():
            return None
        if allowed is None or not self._trained_all:
            allowed = self.trained if allowed is None else self.trained & allowed[: len(self.factors)]
        return self.index.listed(query, k, allowed)

    def score(self, query: NDArray[np.float32], products: NDArray[np.int32]) -> NDArray[np.float32]:
        """Return inner products; 0 for products that came after training."""
        if self.size <= len(self.factors):
            return self.index.of(query, products)
        known = products < len(self.factors)
        return np.where(known, self.index.of(query, np.where(known, products, 0)), np.float32(0))

    def arrays(self) -> Arrays:
        """Return the factors, the solved factors P and the lists of the index."""
        return {"factors": self.factors, "solved": self.solved, **(self.lists.arrays() if self.lists else {})}

    @classmethod
    def restore(cls, options: AlsOptions, arrays: Mapping[str, NDArray[Any]], catalog: Catalog) -> Self:
        """Map the factors; products without factors score 0."""
        return cls(options, arrays["factors"], arrays["solved"], len(catalog.products), lists_of(arrays))


def strength_matrix(past: Past) -> sp.csr_matrix:
    """Return float32 (persons, products): square root of the summed strength of each pair's interactions."""
    events = past.interactions
    strength = STRENGTH[events.kind]
    used = (strength > 0) & (events.person >= 0) & (events.product >= 0)
    shape = (past.persons, len(past.catalog.products))
    matrix = sp.csr_matrix((strength[used], (events.person[used], events.product[used])), shape=shape)
    matrix.sum_duplicates()
    matrix.data = np.sqrt(matrix.data)
    return matrix


def folded(moment: Moment, limit: int, size: int | None) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """Return the latest different products of interest and the root of their summed strength, as in fitting.

    int32 (p,) and float32 (p,), p at most `limit`: the product touched last stands last. Codes from `size` on are
    left out, where there may be any.
    """
    products, strengths = moment.distinct
    if size is not None and len(products) and products.max() >= size:
        inside = products < size
        products, strengths = products[inside], strengths[inside]
    return products[-limit:], np.sqrt(strengths[-limit:])
