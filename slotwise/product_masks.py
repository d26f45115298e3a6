"""Product masks: the product's part of the compiled trees, made for a content when it is first a candidate.

Between two ticks of the live world the product features do not change, so each content's masks are made
once a tick. Most contents are never candidates in one tick: making masks for those that are costs a
refresh nothing, and of the table's memory only the rows that are used.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from slotwise.features import FeatureSet, Items
from slotwise.live import Live
from slotwise.rankers.trees import CompiledTrees

BUDGET = 32_000_000
"""Bytes of masks that are kept; beyond that the table begins anew."""


@dataclass(frozen=True)
class _Table:
    """masks: uint32 (n_contents, n_trees), right where filled: bool (n_contents,)."""

    masks: NDArray[np.uint32]
    filled: NDArray[np.bool_]


class ProductMasks:
    """Masks of one model's contents as of one tick. May be shared by threads."""

    def __init__(self, trees: CompiledTrees, features: FeatureSet, live: Live, budget: int = BUDGET):
        self._trees = trees
        self._features = features
        self._live = live
        self._most = budget // (4 * trees.n_trees)
        self._table = self._empty()

    def of(self, contents: NDArray[np.int32]) -> NDArray[np.uint32]:
        """Return uint32 (n_contents, n_trees) of which the rows of the given contents int32 (m,) are right."""
        table = self._table
        missing = np.unique(contents[~table.filled[contents]])
        if len(missing) and np.count_nonzero(table.filled) + len(missing) > self._most:
            # Whoever works with the old table keeps it.
            table, missing = self._empty(), np.unique(contents)
            self._table = table
        if len(missing):
            products = self._live.catalog.contents.product[missing]
            rows = self._features.product_rows(Items(missing, products, self._live))
            table.masks[missing] = self._trees.product_masks(rows)
            table.filled[missing] = True
        return table.masks

    def _empty(self) -> _Table:
        count = len(self._live.catalog.contents)
        # Left unwritten: the system gives memory to the rows that are filled, and to no others.
        return _Table(np.empty((count, self._trees.n_trees), np.uint32), np.zeros(count, np.bool_))
