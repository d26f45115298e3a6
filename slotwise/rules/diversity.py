"""Diversity: at most so many placements of one category on a touchpoint."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from slotwise.limited import Limit
from slotwise.rules import Board, Rule
from slotwise.touchpoints import Touchpoint


@dataclass(frozen=True)
class Diversity(Rule):
    """The touchpoint's own `per_category` goes before the rule's; products without a category are free."""

    name = "diversity"
    page = "nothing"

    per_category: int = 0
    """Most placements of one category where the touchpoint does not say; 0 means no limit."""

    def binds(self, touchpoint: Touchpoint) -> bool:
        """Whether there is a limit."""
        return self._limit(touchpoint) > 0

    def limits(self, board: Board) -> tuple[Limit, ...]:
        """One by category, or none."""
        most = self._limit(board.touchpoint)
        return (Limit(board.catalog.products.category[board.products], most),) if most else ()

    def allow(self, board: Board, drawn: Sequence[int]) -> NDArray[np.bool_] | None:
        """Return the candidates whose category has room left."""
        limit = self._limit(board.touchpoint)
        if not limit or not len(drawn):
            return None
        category = board.catalog.products.category[board.products]
        seen, times = np.unique(category[list(drawn)], return_counts=True)
        full = seen[(times >= limit) & (seen >= 0)]
        return ~np.isin(category, full) if len(full) else None

    def _limit(self, touchpoint: Touchpoint) -> int:
        return touchpoint.per_category or self.per_category
