"""Pages: which touchpoints were asked for together, and what stood on the page before each of them was filled."""

import numpy as np
from numpy.typing import NDArray

from training.off_policy.asking import Page
from training.off_policy.decisions import Decisions


class Pages:
    """What was asked for together, and what stood on a page before a touchpoint was filled."""

    def __init__(self, decisions: Decisions):
        self.decisions = decisions
        self.order = np.lexsort((decisions.turn, decisions.page))
        self.sorted = decisions.page[self.order]

    def of(self, rows: slice) -> Page:
        """Return the page of these placements, which are those of one touchpoint."""
        told = self.decisions
        page = told.page[rows.start]
        own = self.order[np.searchsorted(self.sorted, page, "left") : np.searchsorted(self.sorted, page, "right")]
        earlier = own[told.turn[own] < told.turn[rows].min()]
        catalog = told.dataset.catalog
        names = [catalog.touchpoints[code].touchpoint for code in _in_order(told.shown.touchpoint[own])]
        mine = catalog.touchpoints[max(int(told.shown.touchpoint[rows.start]), 0)].touchpoint
        ids = catalog.contents.ids
        before = tuple(ids[int(each)] for each in told.shown.content[earlier] if each >= 0)
        return Page(tuple(names), names.index(mine), before)


def _in_order(codes: NDArray[np.int16]) -> list[int]:
    """The different codes in the order in which they come first."""
    return list(dict.fromkeys(max(int(each), 0) for each in codes))
