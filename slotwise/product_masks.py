"""Product masks: the product's part of the compiled trees, made for a content when it is first a candidate.

Between two ticks of the live world the product features do not change, so each content's masks are made
once a tick. Most contents are never candidates in one tick: making masks for those that are costs a
refresh nothing, and of the table's memory only the rows that are used.
"""

from dataclasses import dataclass
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from slotwise.features import FeatureSet, Items
from slotwise.live import Live
from slotwise.rankers.trees import CompiledTrees

BUDGET = 48_000_000
"""Bytes of masks that are kept; beyond that the table begins anew."""


@dataclass(frozen=True)
class _Table:
    """masks: uint32 (most, n_trees); place: int64 (n_contents,) row of each content, -1 if it has none yet."""

    masks: NDArray[np.uint32]
    place: NDArray[np.int64]


class ProductMasks:
    """Masks of one model's contents as of one tick. May be shared by threads."""

    def __init__(self, trees: CompiledTrees, features: FeatureSet, live: Live, budget: int = BUDGET):
        self._trees = trees
        self._features = features
        self._live = live
        self._most = budget // (4 * trees.n_trees)
        self._lock = Lock()
        self._used = 0
        self._table = self._empty(0)

    def of(self, contents: NDArray[np.int32]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
        """Return masks uint32 (n, n_trees) and the row of each of the contents int32 (m,) in them, int64 (m,)."""
        table = self._table
        places = table.place[contents]
        if len(places) and np.minimum.reduce(places) < 0:
            with self._lock:
                table = self._with(contents)
                places = table.place[contents]
        return table.masks, places

    def _with(self, contents: NDArray[np.int32]) -> _Table:
        missing = np.unique(contents[self._table.place[contents] < 0])
        if self._used + len(missing) > len(self._table.masks):
            # Whoever works with the old table keeps it.
            missing = np.unique(contents)
            self._table, self._used = self._empty(len(missing)), 0
        products = self._live.catalog.contents.product[missing]
        rows = np.arange(self._used, self._used + len(missing))
        self._table.masks[rows] = self._trees.product_masks(
            self._features.product_rows(Items(missing, products, self._live))
        )
        self._table.place[missing] = rows
        self._used += len(missing)
        return self._table

    def _empty(self, least: int) -> _Table:
        count = len(self._live.catalog.contents)
        # Left unwritten: the system gives memory to the rows that are filled, and to no others.
        masks = np.empty((max(least, min(self._most, count)), self._trees.n_trees), np.uint32)
        return _Table(masks, np.full(count, -1, np.int64))
