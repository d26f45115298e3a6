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
        allowed: NDArray[np.bool_] | None = None
        # A page holds a handful of products: comparing with each is faster than a set operation.
        for product in (*board.on_page, *board.products[list(drawn)].tolist()):
            other = board.products != product
            allowed = other if allowed is None else allowed & other
        return allowed
