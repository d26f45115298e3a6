"""Maximum inner product search in plain numpy: exact for small catalogues, in two parts for large ones.

Factors of real logs differ widely in length, and most answers come from the long ones: so above
`lists.EXACT` vectors the longest tenth is searched one by one, and the rest lies in about sqrt(n) lists around
centres (k-means), of which the few with the greatest inner products are opened. On factors of real
clicks (37,000 products) that finds 99 % of the 200 best; the lists alone find 80 %. The vectors lie
in the order of the lists, because reading them in rows is five times as fast as picking them. What is
searched is gone through in 8 bits first, where machine code is at hand: a quarter of the memory tells
for sure which few may be among the best, and only of those are the products computed.
"""

import numpy as np
from numpy.typing import NDArray

from slotwise import kernels
from slotwise.retrieval.lists import Lists
from slotwise.retrieval.top import SHORTLIST, SPARE, Shortlist, best_of_each, picked, shortlist

_OPENED = 0.05
"""Share of the lists that are opened."""
_COARSE, _SQUARE = "slotwise.kernels.coarse", 4
"""The kernel, and in how many rows the library multiplies: what is left of others it adds up in another order."""
_LARGE = 1e12
"""Steps of the levels must be less for them to be searched."""
_ALL = np.zeros(0, np.bool_)
Places = NDArray[np.int64]


class InnerProductIndex:
    """Finds the vectors with the greatest inner product; deterministic."""

    def __init__(self, vectors: NDArray[np.float32], lists: Lists | None = None):
        """Without `lists` every vector is searched; vectors that came after the lists were made are too."""
        self.vectors = vectors
        self._lists = lists
        later = np.arange(0 if lists is None else len(lists.order), len(vectors), dtype=np.int32)
        self._order = later if lists is None else np.concatenate([lists.order, later])
        self._place = None if lists is None else _places(lists, len(vectors))
        self._kept = vectors if lists is None or self._place is None else lists.vectors
        self._most = self._room = 0
        self._coarse = False
        if lists is not None:
            # What came later is not among the levels; and vectors that are not finite have none.
            self._coarse = kernels.compiled() and self._place is not None and bool((lists.steps < _LARGE).all())
            self._most = min(max(8, int(len(lists.centres) * _OPENED)), len(lists.centres))
            self._room = int(lists.start[0] + np.sort(np.diff(lists.start))[-self._most :].sum())

    def best(self, query: NDArray[np.float32], k: int, allowed: NDArray[np.bool_] | None = None) -> NDArray[np.int32]:
        """Return int32 codes of the k best vectors, best first, ties by the lower code."""
        return best_of_each([self.listed(query, k, allowed)], k)[0]

    def of(self, query: NDArray[np.float32], codes: NDArray[np.int32]) -> NDArray[np.float32]:
        """Return the inner products with the vectors of some codes, float32 like them; codes are all known."""
        places = codes if self._place is None else self._place[codes]
        # What a search has just gone through lies nearer than the vectors themselves; and to pick rows into memory that
        # is there, which checks no code, takes a third of the time.
        rows = np.empty((len(codes), self.vectors.shape[1]), np.float32)
        return self._kept.take(places, 0, rows, "clip") @ query

    def listed(self, query: NDArray[np.float32], k: int, allowed: NDArray[np.bool_] | None = None) -> Shortlist:
        """Return the list that `best` chooses from."""
        lists = self._lists
        if lists is None:
            return shortlist(self.vectors @ query, None, k, allowed)
        begins, ends = self._opened(lists, query)
        found = self._near(lists, query, begins, ends, k, allowed) if self._coarse else None
        return found or picked(self._products(lists, query, begins, ends), begins, ends, self._order, k, allowed)

    def _opened(self, lists: Lists, query: NDArray[np.float32]) -> tuple[Places, Places]:
        """Return where the long vectors, the lists that promise most and what came later begin and end in the order."""
        bounds = np.empty((2, self._most + 2), np.int64)
        begins, ends = bounds
        begins[0], ends[0] = 0, lists.start[0]
        last = 1 + kernels.load(SHORTLIST).promising(
            lists.centres @ query, lists.start, begins[1 : self._most + 1], ends[1 : self._most + 1]
        )
        begins[last], ends[last] = len(lists.order), len(self.vectors)
        return begins[: last + 1], ends[: last + 1]

    def _near(
        self,
        lists: Lists,
        query: NDArray[np.float32],
        begins: Places,
        ends: Places,
        k: int,
        allowed: NDArray[np.bool_] | None,
    ) -> Shortlist | None:
        """Return those that 8 bits tell may be among the best; None where the query is zero or not finite."""
        places, codes = np.empty(self._room + _SQUARE, np.int64), np.empty(self._room, np.int32)
        count = kernels.load(_COARSE, "numba").near(
            lists.levels, lists.steps, query, begins, ends, lists.order, _ALL if allowed is None else allowed, k,
            k // 2 + SPARE, places, codes,
        )  # fmt: skip
        if count < 0:
            return None
        rows = np.empty((-(-count // _SQUARE) * _SQUARE, lists.vectors.shape[1]), np.float32)
        scores = lists.vectors.take(places[: len(rows)], 0, rows, "clip") @ query
        return Shortlist(codes[:count], scores[:count], _ALL, -np.inf)

    def _products(self, lists: Lists, query: NDArray[np.float32], begins: Places, ends: Places) -> NDArray[np.float32]:
        """Return the inner products between the bounds, one part after the other."""
        found, filled = np.empty(int((ends - begins).sum()), np.float32), 0
        for begin, end in zip(begins.tolist(), ends.tolist(), strict=True):
            vectors = lists.vectors if end <= len(lists.vectors) else self.vectors
            vectors[begin:end].dot(query, found[filled : filled + end - begin])
            filled += end - begin
        return found


def _places(lists: Lists, size: int) -> NDArray[np.int32] | None:
    """Return where the vector of each code lies among those in the lists, int32; None where not all are there."""
    if len(lists.order) < size:
        return None
    places = np.empty(size, np.int32)
    places[lists.order] = np.arange(size, dtype=np.int32)
    return places
