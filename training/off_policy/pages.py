"""Pages: which touchpoints were asked for together, and what stood on the page before each of them was filled."""

import numpy as np
from numpy.typing import NDArray

from training.off_policy.asking import Page
from training.off_policy.decisions import Decisions


class Pages:
    """What was asked for together, and what stood on a page before a touchpoint was filled."""

    def __init__(self, decisions: Decisions):
        placed = decisions.placed
        self.decisions = decisions
        self.order = np.lexsort((placed.turn, placed.page))
        self.sorted = placed.page[self.order]

    def of(self, rows: slice) -> Page:
        """Return the page of these placements, which are those of one touchpoint."""
        told, placed, catalog = self.decisions, self.decisions.placed, self.decisions.dataset.catalog
        page, turn = told.page[rows.start], told.turn[rows].min()
        own = self.order[np.searchsorted(self.sorted, page, "left") : np.searchsorted(self.sorted, page, "right")]
        earlier = own[placed.turn[own] < turn]
        names = [catalog.touchpoints[code].touchpoint for code in _in_order(placed.touchpoint[own])]
        mine = catalog.touchpoints[max(int(told.shown.touchpoint[rows.start]), 0)].touchpoint
        before = tuple(catalog.contents.ids[int(each)] for each in placed.content[earlier] if each >= 0)
        return Page(tuple(names), names.index(mine), before)


def _in_order(codes: NDArray[np.int16]) -> list[int]:
    """The different codes in the order in which they come first."""
    return list(dict.fromkeys(max(int(each), 0) for each in codes))
