"""Maximum inner product search in plain numpy: exact for small catalogues, an inverted file for large ones.

Above `EXACT` vectors they are grouped around about sqrt(n) centres. One more dimension sqrt(M^2 - |x|^2)
turns the inner product into a distance (Bachrach et al. 2014), so that grouping by nearness serves it.
"""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from slotwise.retrieval.top import rows, top_k

EXACT = 25_000
"""Most vectors that are searched one by one."""
_PROBES = 0.06
"""Share of the lists that are opened."""
_SAMPLE = 60
"""Vectors per centre on which the centres are trained."""


class InnerProductIndex:
    """Finds the vectors with the greatest inner product; built on first use, deterministic."""

    def __init__(self, vectors: NDArray[np.float32], exact: int = EXACT):
        self.vectors = vectors
        self.exact = len(vectors) <= exact

    def best(self, query: NDArray[np.float32], k: int, allowed: NDArray[np.bool_] | None = None) -> NDArray[np.int32]:
        """Return int32 codes of the k best vectors, best first, ties by the lower code."""
        if self.exact:
            return top_k(self.vectors @ query, k, allowed)
        centres, start, order = self._lists
        opened = top_k(centres[:, :-1] @ query, max(8, int(len(centres) * _PROBES)))
        entries, _ = rows(start, opened)
        found = order[entries]
        found = np.sort(found if allowed is None else found[allowed[found]])
        return found[top_k(self.vectors[found] @ query, k)]

    @cached_property
    def _lists(self) -> tuple[NDArray[np.float32], NDArray[np.int64], NDArray[np.int32]]:
        lengths = np.einsum("ij,ij->i", self.vectors, self.vectors)
        extra = np.sqrt(np.maximum(lengths.max() - lengths, 0))
        points = np.column_stack([self.vectors, extra]).astype(np.float32)
        centres = _centres(points, int(np.sqrt(len(points))))
        home = _nearest(points, centres)
        start = np.searchsorted(np.sort(home), np.arange(len(centres) + 1)).astype(np.int64)
        return centres, start, np.argsort(home, kind="stable").astype(np.int32)


def _centres(points: NDArray[np.float32], count: int, rounds: int = 8) -> NDArray[np.float32]:
    chance = np.random.Generator(np.random.Philox(key=count))
    sample = points[chance.permutation(len(points))[: count * _SAMPLE]]
    centres = sample[:count].copy()
    for _ in range(rounds):
        home = _nearest(sample, centres)
        sizes = np.bincount(home, minlength=count)
        sums = np.stack([np.bincount(home, weights=sample[:, d], minlength=count) for d in range(sample.shape[1])], 1)
        centres = np.where(sizes[:, None] > 0, sums / np.maximum(sizes, 1)[:, None], centres).astype(np.float32)
    return centres


def _nearest(points: NDArray[np.float32], centres: NDArray[np.float32]) -> NDArray[np.intp]:
    half = 0.5 * np.einsum("ij,ij->i", centres, centres)
    parts = np.array_split(points, max(1, len(points) // 20_000))
    return np.concatenate([np.argmax(part @ centres.T - half, axis=1) for part in parts])
