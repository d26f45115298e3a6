"""Uniting: what all sources list, in one order, with every source's rank of every product; in plain numpy.

This is what serves without machine code, and what `slotwise.kernels.pooling_numba` is compared with in the tests.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

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

    @property
    def codes(self) -> NDArray[np.int32]:
        """What it lists or retrieved, int32."""
        return self.listed.codes if self.listed else _NOTHING if self.best is None else self.best


class United(NamedTuple):
    """m products in the order of their fused ranks, then codes; ranks float32 (n_sources, m) by source.

    Ranks count from 1 and are NaN where a source did not retrieve a product.
    """

    products: NDArray[np.int32]
    ranks: NDArray[np.float32]


def united(sources: Sequence[Source], rows: int, k: int, extra: NDArray[np.int32], size: int) -> United:
    """Unite the k best of each source and the extra products int32; codes lie below `size`."""
    lists = _best(sources, rows, k, size)
    counts = [len(each) for each in lists]
    source = np.repeat(np.arange(rows), counts)
    rank = np.concatenate([_NOTHING, *(np.arange(1, count + 1) for count in counts)])
    products, numbers = np.unique(np.concatenate([_NOTHING, *lists, extra]), return_inverse=True)
    numbers = numbers[: len(source)]
    votes = np.bincount(numbers, weights=1 / (FUSION + rank), minlength=len(products))
    ranks = np.full((rows, len(products)), np.nan, np.float32)
    ranks[source, numbers] = rank
    order = np.lexsort((products, -votes))
    return United(products[order], ranks[:, order])


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
