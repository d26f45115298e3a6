"""Once per page: a product stands in one slot only, whatever its content and touchpoint."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from slotwise.limited import Limit
from slotwise.rules import Board, Rule


@dataclass(frozen=True)
class OncePerPage(Rule):
    """Forbids products that stand on this touchpoint or on another one of the call."""

    name = "once_per_page"
    page = "once"

    def limits(self, board: Board) -> tuple[Limit, ...]:
        """One of each product; where no two candidates promote the same one, what is drawn closes no other."""
        return () if board.one_each else (Limit(board.products, 1),)

    def allow(self, board: Board, drawn: Sequence[int]) -> NDArray[np.bool_] | None:
        """Return the candidates whose product is not on the page yet."""
        if not drawn or board.one_each:
            return board.new_to_page if board.on_page else None
        taken = np.zeros(len(board.products), np.bool_)
        taken[board.numbered[list(drawn)]] = True
        return board.new_to_page & ~taken[board.numbered]
