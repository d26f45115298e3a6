"""Together: what a rulebook says of all touchpoints of a page at once, first whoever asks, then of one person.

The first is kept, because the same answers to a rulebook's questions come again; what frequency caps close is a
person's own, and taken off by one call of a kernel.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from slotwise import kernels
from slotwise.catalog import Catalog
from slotwise.lazy import lazy
from slotwise.rulebook.caps import Reached
from slotwise.rulebook.effects import Mask
from slotwise.rulebook.verdict import Verdict


class Ruled(NamedTuple):
    """What rules say of t touchpoints in one request. Masks are shared: do not write."""

    verdicts: Sequence[Verdict]
    open: Mask
    """bool (t, n_contents): what each of them may show, nothing where it is shut."""
    shown: Mask
    """bool (n_contents,): what at least one of them may show."""
    allowed: Mask
    """bool (n_products,): products of which that is a content."""
    dropped: Sequence[Mapping[str, int]]
    """How many of the contents that a touchpoint takes each rule closes, and how many each cap at all."""


class Together:
    """What sets of rules say of t touchpoints (their places), frequency caps aside.

    `takes` are masks of what the touchpoints take, k is how many caps there are.
    """

    def __init__(
        self, places: Sequence[int], verdicts: Sequence[Verdict], takes: Sequence[Mask], catalog: Catalog, k: int
    ):
        self.verdicts = tuple(verdicts)
        self._places = places
        self._codes = np.array(places, np.int64)
        self._product, self._size = catalog.contents.product, len(catalog.products)
        self._open = np.zeros((len(places), len(self._product)), np.bool_)
        self._applies = np.zeros((len(places), k), np.bool_)
        for row, verdict, taken in zip(range(len(places)), verdicts, takes, strict=True):
            if not verdict.shut:
                # Open and not closed, in one pass over the catalogue.
                self._open[row] = taken if verdict.closed is None else taken > verdict.closed
            self._applies[row, list(verdict.caps.values())] = True
        self.capped = frozenset([row for each in verdicts for row in each.caps.values()])
        """The rows of all caps that apply somewhere."""
        self.guided = any(each.guarantees for each in verdicts)
        """Whether a guarantee applies somewhere."""

    @lazy
    def uncapped(self) -> Ruled:
        """What is said to who has reached no cap."""
        return self._said(self._open)

    def to(self, reached: Reached) -> Ruled:
        """Return what is said to who has reached some caps."""
        open_, shown = np.empty_like(self._open), np.empty(len(self._product), np.bool_)
        allowed = np.empty(self._size, np.bool_)
        kernels.load("slotwise.kernels.board").less(
            self._open, self._applies, self._codes, reached.masks, reached.closes, reached.there, self._product,
            open_, shown, allowed,
        )  # fmt: skip
        dropped = [reached.dropped(*each) for each in zip(self.verdicts, self._places, strict=True)]
        return Ruled(self.verdicts, open_, shown, allowed, dropped)

    def closed(self) -> Ruled:
        """Return what is said where caps cannot be counted: touchpoints with caps show nothing."""
        return self._said(self._open & ~self._applies.any(axis=1, keepdims=True))

    def _said(self, open_: Mask) -> Ruled:
        shown, allowed = np.logical_or.reduce(open_, axis=0), np.zeros(self._size, np.bool_)
        allowed[self._product[shown]] = True
        return Ruled(self.verdicts, open_, shown, allowed, [each.dropped for each in self.verdicts])

    @property
    def nbytes(self) -> int:
        """About how much memory it holds."""
        return 2_000 + 2 * self._open.nbytes
