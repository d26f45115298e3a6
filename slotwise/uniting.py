"""Uniting: what all sources list, in one order, with every source's rank of every product."""

from collections.abc import Sequence
from itertools import accumulate
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from slotwise import kernels
from slotwise.candidates import Generator
from slotwise.retrieval.top import Shortlist, best_of_each

FUSION = 10
"""Constant of the reciprocal rank fusion that orders candidates before they are ranked."""
_NOTHING = np.zeros(0, np.int32)


class Source(NamedTuple):
    """A generator that has read the moment: its row in the tables, and a list to choose from or what it retrieved."""

    row: int
    generator: Generator
    query: Any
    listed: Shortlist | None
    best: NDArray[np.int32] | None


class United(NamedTuple):
    """m products in the order of their fused ranks, then codes; ranks, scores float32 (n_sources, m) by source.

    Ranks count from 1 and are NaN where a source did not retrieve a product. Scores are there for sources that add up
    and 0 for all others.
    """

    products: NDArray[np.int32]
    ranks: NDArray[np.float32]
    scores: NDArray[np.float32]


def united(sources: Sequence[Source], rows: int, k: int, extra: NDArray[np.int32], size: int) -> United:
    """Unite the k best of each source and the extra products int32; codes lie below `size`."""
    lists = _best(sources, rows, k, size)
    together, counts = np.concatenate([_NOTHING, *lists]), np.array([len(each) for each in lists], np.int64)
    products = np.empty(len(together) + len(extra), np.int32)
    votes, ranks = np.empty(len(products)), np.empty(rows * len(products), np.float32)
    kernel = kernels.load("slotwise.kernels.uniting")
    count = kernel.union(together, counts, extra, FUSION, products, votes, ranks)
    order = np.lexsort((products[:count], -votes[:count]))
    ordered, unordered = products[order], ranks[: rows * count].reshape(rows, count)
    return United(ordered, unordered.take(order, axis=1), _sums(sources, rows, ordered))


def _best(sources: Sequence[Source], rows: int, k: int, size: int) -> list[NDArray[np.int32]]:
    """The best of each source by row, best first."""
    lists = [_NOTHING] * rows
    listing = [each for each in sources if each.listed is not None]
    codes, counts = best_of_each([each.listed for each in listing if each.listed], k, size.bit_length())
    start = 0
    for each, count in zip(listing, counts.tolist(), strict=True):
        lists[each.row] = codes[start : start + count]
        start += count
    for each in sources:
        if each.best is not None:
            lists[each.row] = each.best
    return lists


def _sums(sources: Sequence[Source], rows: int, products: NDArray[np.int32]) -> NDArray[np.float32]:
    """Scores of the sources that add up, float32 (rows, m)."""
    adding = [each for each in sources if each.generator.adds_up]
    scores = np.zeros((rows, len(products)), np.float32)
    codes = np.concatenate([_NOTHING, *(each.query.products for each in adding)])
    values = np.concatenate([_NO_SCORES, *(each.query.scores for each in adding)])
    ends = np.array([*accumulate(len(each.query.products) for each in adding)], np.int64)
    own = np.array([each.row for each in adding], np.int64)
    kernels.load("slotwise.kernels.uniting").scatter(products, codes, values, ends, own, scores)
    return scores


_NO_SCORES = np.zeros(0, np.float32)
