"""Once per page: a product stands in one slot only, whatever its content and touchpoint."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from slotwise.rules import Board, Rule


@dataclass(frozen=True)
class OncePerPage(Rule):
    """Forbids products that stand on this touchpoint or on another one of the call."""

    name = "once_per_page"

    def allow(self, board: Board, drawn: Sequence[int]) -> NDArray[np.bool_] | None:
        """Return the candidates whose product is not on the page yet."""
        taken = [*board.on_page, *board.products[list(drawn)].tolist()]
        return ~np.isin(board.products, taken) if taken else None
