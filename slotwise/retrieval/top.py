"""The best k of a dense or a sparse score vector; ties go to the lower code."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


def top_k(scores: NDArray[np.float32], k: int, allowed: NDArray[np.bool_] | None = None) -> NDArray[np.int32]:
    """Return int32 codes of the k best finite scores, best first, ties by the lower code."""
    if allowed is not None:
        scores = np.where(allowed, scores, np.float32(-np.inf))
    count = min(k, len(scores))
    if count <= 0:
        return np.zeros(0, np.int32)
    best = np.partition(scores, len(scores) - count)[len(scores) - count :]
    if not (best < np.inf).all():
        # Not a number sorts above all: without it and the infinite, the rest is as good as any.
        return top_k(np.where(np.isfinite(scores), scores, np.float32(-np.inf)), k)
    border = best[0]
    above = (scores > border).nonzero()[0]
    level = (scores == border).nonzero()[0][: count - len(above)] if border > -np.inf else above[:0]
    chosen: NDArray[np.intp] = np.concatenate([above, level])
    # `above` and `level` are ascending and every score of `level` is lower, so a stable sort breaks ties by code.
    order: NDArray[np.intp] = (-scores[chosen]).argsort(kind="stable")
    return chosen[order].astype(np.int32)


_DENSE = 30_000


HEAD = 500
"""Products at the head of a ranking that is asked more than once."""


class Ranking:
    """Scores of all products, float32 (n,), that may be asked for their best again and again.

    From the second time on the `HEAD` best are kept in their order, so that not everybody goes through all products.
    """

    def __init__(self, scores: NDArray[np.float32]):
        self.scores = scores
        self._head: NDArray[np.int32] | None = None
        self._asked = False

    def best(self, k: int, allowed: NDArray[np.bool_] | None = None) -> NDArray[np.int32]:
        """Return what `top_k` returns."""
        if not self._asked:
            self._asked = True
            return top_k(self.scores, k, allowed)
        if self._head is None:
            self._head = top_k(self.scores, HEAD)
        found = self._head if allowed is None else self._head[allowed[self._head]]
        if len(found) >= k or len(self._head) < HEAD:
            return found[:k]
        return top_k(self.scores, k, allowed)


@dataclass(frozen=True)
class Sparse:
    """Scores of a few products: `products` int32 (m,) ascending and unique, `scores` float32 (m,), others 0."""

    products: NDArray[np.int32]
    scores: NDArray[np.float32]

    @classmethod
    def summed(cls, products: NDArray[np.int32], weights: NDArray[np.float32], size: int) -> "Sparse":
        """Add up the weights of repeated products; `size` is the number of products there are."""
        # Below some ten thousand products counting in a dense row is faster than sorting what there is.
        if size <= _DENSE or len(products) * 8 > size:
            dense = np.bincount(products, weights=weights, minlength=size)
            found = np.flatnonzero(dense)
            return cls(found.astype(np.int32), dense[found].astype(np.float32))
        found, place = np.unique(products, return_inverse=True)
        return cls(found.astype(np.int32), np.bincount(place, weights=weights, minlength=len(found)).astype(np.float32))

    def best(self, k: int, allowed: NDArray[np.bool_] | None = None) -> NDArray[np.int32]:
        """Return the k best products with a score above 0, best first, ties by the lower code."""
        mask = self.scores > 0 if allowed is None else (self.scores > 0) & allowed[self.products]
        products, scores = self.products[mask], self.scores[mask]
        return products[top_k(scores, k)]

    def of(self, products: NDArray[np.int32]) -> NDArray[np.float32]:
        """Return the scores of the given products, 0 for those without one."""
        if not len(self.products):
            return np.zeros(len(products), np.float32)
        place = np.minimum(self.products.searchsorted(products), len(self.products) - 1)
        return np.where(self.products[place] == products, self.scores[place], np.float32(0))


def rows(start: NDArray[np.int64], chosen: NDArray[np.int32]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the entries of the chosen rows of a sparse matrix one after the other, and how many each row has."""
    first = start[chosen]
    counts = (start[chosen + 1] - first).astype(np.intp)
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    return np.repeat(first - ends + counts, counts) + np.arange(total), counts
