"""Kinds of generators that answer from a list of scores, so that the lists of all of them are sorted at once."""

from abc import abstractmethod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slotwise.candidates import Allowed, Generator
from slotwise.retrieval.top import Shortlist, Sparse, best_of_each


class Listing(Generator):
    """A generator that retrieves the best of a list."""

    @abstractmethod
    def listed(self, query: Any, k: int, allowed: Allowed) -> Shortlist | None:
        """Return a list that holds what `retrieve` returns, None without evidence."""

    def retrieve(self, query: Any, k: int, allowed: Allowed) -> NDArray[np.int32]:
        """Return the best of the list."""
        found = self.listed(query, k, allowed)
        return np.zeros(0, np.int32) if found is None else best_of_each([found], k)[0]


class Summing(Listing):
    """A generator whose `read` adds up scores of a few products: those above 0 are retrieved, others score 0."""

    adds_up = True

    def listed(self, query: Sparse, k: int, allowed: Allowed) -> Shortlist:
        """Return the products with their sums."""
        return query.listed(k, allowed)

    def score(self, query: Sparse, products: NDArray[np.int32]) -> NDArray[np.float32]:
        """Return the sums; 0 for products that nothing speaks for."""
        return query.of(products)
