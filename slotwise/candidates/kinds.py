"""Kinds of generators: those that learn nothing, and those that answer from a list of scores or add terms up."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from slotwise.candidates import Allowed, Generator, Past
from slotwise.catalog import Catalog
from slotwise.live import Live
from slotwise.moment import Moment
from slotwise.retrieval.top import Ranking, Shortlist, Sparse, SparseRows, best_of_each


class Terms(NamedTuple):
    """What is to be added up: weights float32 (n,) of products, or of rows of a matrix, int32 (n,)."""

    codes: NDArray[np.int32]
    weights: NDArray[np.float32]
    rows: SparseRows | None = None

    def summed(self) -> Sparse:
        """Return the sums."""
        if self.rows is None:
            return Sparse.summed(self.codes, self.weights)
        return Sparse.of_rows(self.rows, self.codes, self.weights)


class Unfitted(Generator):
    """A generator that learns nothing: what it reads, a person's history or folds of the log, is there by itself."""

    def __init__(self, options: Any):
        self.options = options

    @classmethod
    def fit(cls, past: Past, options: Any, seed: int) -> Self:
        """Nothing to learn."""
        return cls(options)

    @classmethod
    def restore(cls, options: Any, arrays: Mapping[str, NDArray[Any]], catalog: Catalog) -> Self:
        """Return the generator; it keeps nothing in a bundle."""
        return cls(options)


def total(parts: Sequence[NDArray[np.float32]]) -> NDArray[np.float32]:
    """Add up columns, float32 (n,), one after the other, without a table of all: the bits of `np.sum`."""
    sums = parts[0].copy()
    for part in parts[1:]:
        sums += part
    return sums


class Ordering(Generator):
    """A generator whose `read` returns all products by a score of the moment."""

    def retrieve(self, query: Ranking, k: int, allowed: Allowed) -> NDArray[np.int32]:
        """Return the k best products."""
        return query.best(k, allowed)

    def score(self, query: Ranking, products: NDArray[np.int32]) -> NDArray[np.float32]:
        """Return their scores."""
        return query.scores[products]


class Listing(Generator):
    """A generator that retrieves the best of a list, so that the lists of all such are sorted at once."""

    @abstractmethod
    def listed(self, query: Any, k: int, allowed: Allowed) -> Shortlist | None:
        """Return a list that holds what `retrieve` returns, None without evidence."""

    def retrieve(self, query: Any, k: int, allowed: Allowed) -> NDArray[np.int32]:
        """Return the best of the list."""
        found = self.listed(query, k, allowed)
        return np.zeros(0, np.int32) if found is None else best_of_each([found], k)[0]


class Summing(Listing):
    """A generator that adds up terms for a few products: those with a sum above 0 are retrieved, others score 0."""

    @abstractmethod
    def terms(self, moment: Moment, live: Live) -> Terms:
        """Return what is to be added up for a person; a `Gatherer` adds it up by itself."""

    def read(self, moment: Moment, live: Live) -> Sparse:
        """Add up the terms."""
        return self.terms(moment, live).summed()

    def listed(self, query: Sparse, k: int, allowed: Allowed) -> Shortlist:
        """Return the products with their sums."""
        return query.listed(k, allowed)

    def score(self, query: Sparse, products: NDArray[np.int32]) -> NDArray[np.float32]:
        """Return the sums; 0 for products that nothing speaks for."""
        return query.of(products)
