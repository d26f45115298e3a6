"""The best k of a dense or a sparse score vector; ties go to the lower code."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from weakref import ref

import numpy as np
from numpy.typing import NDArray

from slotwise import kernels

_GATHERING, _BESIDE, SHORTLIST = "slotwise.kernels.gathering", "slotwise.kernels.beside", "slotwise.kernels.shortlist"
SPARE = 64
"""How many more than are asked for, and half as many again, are looked up at first."""
_EACH = 8
"""One score of so many is in the sample that tells where the best begin."""
_FEW = 1_500
"""Most scores that are sorted as they are; of more, those that may be among the best are found first."""
_ANY_CODE = 31
"""Bits that hold every code, beside which a key has one left for the number of its list."""
_ALL = np.zeros(0, np.bool_)


class Shortlist(NamedTuple):
    """Candidates for the best: codes int32 (m,), their scores float32 (m,), what is allowed and above which score.

    allowed: bool by code, empty where all are allowed. What is not finite is never among the best.
    """

    codes: NDArray[np.int32]
    scores: NDArray[np.float32]
    allowed: NDArray[np.bool_]
    above: float


def top_k(scores: NDArray[np.float32], k: int, allowed: NDArray[np.bool_] | None = None) -> NDArray[np.int32]:
    """Return int32 codes of the k best finite scores, best first, ties by the lower code."""
    return best_codes(scores, None, k, allowed)


def best_codes(
    scores: NDArray[np.float32],
    codes: NDArray[np.int32] | None,
    k: int,
    allowed: NDArray[np.bool_] | None = None,
    above: float = -np.inf,
) -> NDArray[np.int32]:
    """Return int32 codes of the k best finite scores above a bound, best first, ties by the lower code.

    scores[i] belongs to codes[i], or to i without codes; allowed: bool by code.
    """
    return best_of_each([shortlist(scores, codes, k, allowed, above)], k)[0]


def best_of_each(
    lists: Sequence[Shortlist], k: int, bits: int = _ANY_CODE
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Return the k best codes of each list, int32, one list after the other, and how many each has, int64 (lists,).

    Codes lie below 2^bits, and there are at most 2^(32 - bits) lists.
    """
    kernel = kernels.load(SHORTLIST)
    keys, size = np.empty(sum(len(each.codes) for each in lists), np.uint64), 0
    for number, (codes, scores, allowed, above) in enumerate(lists):
        size += kernel.pack(codes, scores, allowed, above, number, bits, keys[size:])
    found = keys[:size]
    found.sort()
    best, counts = np.empty(min(size, k * len(lists)), np.int32), np.empty(len(lists), np.int64)
    return best[: kernel.unpack(found, bits, k, counts, best)], counts


def shortlist(
    scores: NDArray[np.float32],
    codes: NDArray[np.int32] | None,
    k: int,
    allowed: NDArray[np.bool_] | None = None,
    above: float = -np.inf,
) -> Shortlist:
    """Return a list that holds the k best, and is short; arguments as in `best_codes`."""
    if len(scores) <= _FEW:
        return Shortlist(
            _FIRST[: len(scores)] if codes is None else codes, scores, _ALL if allowed is None else allowed, above
        )
    return picked(scores, _FROM, np.array([len(scores)]), _FIRST[:0] if codes is None else codes, k, allowed, above)


_FIRST, _FROM = np.arange(_FEW, dtype=np.int32), np.zeros(1, np.int64)


def picked(
    scores: NDArray[np.float32],
    begins: NDArray[np.int64],
    ends: NDArray[np.int64],
    order: NDArray[np.int32],
    k: int,
    allowed: NDArray[np.bool_] | None,
    above: float = -np.inf,
) -> Shortlist:
    """Return a list that holds the k best and not many more; the kernel says whose the scores are."""
    codes, found = np.empty(len(scores), np.int32), np.empty(len(scores), np.float32)
    # Few are not allowed, as a rule: k of the best k and some are.
    for least in (_reached(scores, k + k // 2 + SPARE), -np.inf):
        count = kernels.load(SHORTLIST).pick(
            scores, least, above, begins, ends, order, _ALL if allowed is None else allowed, codes, found
        )
        if count >= k:
            break
    return Shortlist(codes[:count], found[:count], _ALL, above)


def _reached(scores: NDArray[np.float32], count: int) -> float:
    """Return a score that about so many reach, by a sample of them: to find the very one takes three times as long."""
    sample = scores[::_EACH]
    place = len(sample) - count // _EACH
    # What is not a number sorts above all, and nothing reaches it.
    return float(np.partition(sample, place)[place]) if 0 < place < len(sample) else -np.inf


_CELLS = 1_000_000
"""Most entries of a matrix that is kept with its zeros."""
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
        self._last: tuple[ref[Any], int, NDArray[np.int32]] | None = None

    def best(self, k: int, allowed: NDArray[np.bool_] | None = None) -> NDArray[np.int32]:
        """Return what `top_k` returns; `allowed` is not to be written to any more."""
        if allowed is None:
            return self._best(k, None)
        last = self._last
        # Where nothing is closed for the person, all have the same mask: that of their touchpoints.
        if last is not None and last[0]() is allowed and last[1] == k:
            return last[2]
        found = self._best(k, allowed)
        self._last = ref(allowed), k, found
        return found

    def _best(self, k: int, allowed: NDArray[np.bool_] | None) -> NDArray[np.int32]:
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
    """Scores of a few products: `products` int32 (m,), all different, `scores` float32 (m,); others score 0."""

    products: NDArray[np.int32]
    scores: NDArray[np.float32]

    @classmethod
    def summed(cls, products: NDArray[np.int32], weights: NDArray[np.float32]) -> "Sparse":
        """Add up the weights of repeated products."""
        different, sums = np.empty(len(products), np.int32), np.empty(len(products), np.float32)
        count = kernels.load(_GATHERING).add_up(products, weights, different, sums)
        return cls(different[:count], sums[:count])

    @classmethod
    def of_rows(cls, matrix: "SparseRows", chosen: NDArray[np.int32], factors: NDArray[np.float32]) -> "Sparse":
        """Add up the chosen rows of a sparse matrix, each times its factor, float32 like `chosen`."""
        start, products, weights, size, _ = matrix
        entries = kernels.load(_GATHERING).entries(start, chosen)
        different, sums = np.empty(min(entries, size), np.int32), np.empty(min(entries, size), np.float32)
        count = kernels.load(_GATHERING).sum_rows(start, products, weights, chosen, factors, size, different, sums)
        return cls(different[:count], sums[:count])

    def best(self, k: int, allowed: NDArray[np.bool_] | None = None) -> NDArray[np.int32]:
        """Return the k best products with a score above 0, best first, ties by the lower code."""
        return best_codes(self.scores, self.products, k, allowed, 0.0)

    def listed(self, k: int, allowed: NDArray[np.bool_] | None = None) -> Shortlist:
        """Return the list that `best` chooses from."""
        return shortlist(self.scores, self.products, k, allowed, 0.0)

    def of(self, products: NDArray[np.int32]) -> NDArray[np.float32]:
        """Return the scores of the given products, 0 for those without one."""
        found = np.empty(len(products), np.float32)
        kernels.load(_BESIDE).spread(self.products, self.scores.astype(np.float64), products, found)
        return found


class SparseRows(NamedTuple):
    """A matrix of products by products as rows: row r is products[start[r] : start[r + 1]] with their weights.

    start int64 (n + 1,); products int32, weights float32 of all entries; size: how many products there are.
    """

    start: NDArray[np.int64]
    products: NDArray[np.int32]
    weights: NDArray[np.float32]
    size: int
    full: NDArray[np.float32] | None = None
    """The same with its zeros, float32 (n, size), where they are few."""

    @classmethod
    def of(
        cls, start: NDArray[np.int64], products: NDArray[np.int32], weights: NDArray[np.float32], size: int
    ) -> "SparseRows":
        """Return the rows, with their zeros where that takes no more memory, and little of it."""
        cells = (len(start) - 1) * size
        if cells > min(2 * len(products), _CELLS):
            return cls(start, products, weights, size)
        rows = np.repeat(np.arange(len(start) - 1), np.diff(start))
        full, filled = np.zeros((len(start) - 1, size), np.float32), np.zeros((len(start) - 1, size), np.bool_)
        full[rows, products], filled[rows, products] = weights, True
        # A product that stands twice in a row is added up twice, in its order.
        return cls(start, products, weights, size, full if filled.sum() == len(products) else None)
