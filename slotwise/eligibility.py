"""Eligibility: which contents may be shown in one request, touchpoint by touchpoint, as masks."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from slotwise.decision import Ask, Wanted
from slotwise.lazy import lazy
from slotwise.live import Live
from slotwise.model import Model

Mask = NDArray[np.bool_]


@dataclass
class Eligibility:
    """What touchpoints take, less what rules bar for the person and callers exclude. Masks are shared: do not write."""

    model: Model
    live: Live
    wanted: Wanted
    barred: Mask
    """bool (n_products,): what the rules exclude for this person."""
    _kept: dict[int, Mask] = field(default_factory=dict)

    def open(self, ask: Ask) -> Mask:
        """bool (n_contents,): what may be shown for an ask, and is among the candidates given if there are any."""
        open_ = self._eligible(ask)
        return open_ if ask.candidates is None else open_ & self.marked(self.places(ask.candidates))

    @lazy
    def shown(self) -> Mask:
        """bool (n_contents,): what may be shown for at least one of the asks."""
        known = [each for each in self.wanted.asks if self.live.catalog.touchpoint(each.touchpoint) >= 0]
        if not known:
            return np.zeros(len(self.live.catalog.contents), np.bool_)
        return reduce(np.logical_or, [self._eligible(each) for each in known])

    @lazy
    def allowed(self) -> Mask:
        """bool (n_products,): products with a content that may be shown."""
        catalog = self.live.catalog
        if catalog.one_to_one:
            return self.shown
        if any(each.exclude for each in self.wanted.asks):
            allowed = np.zeros(len(catalog.products), np.bool_)
            allowed[catalog.contents.product[self.shown]] = True
            return allowed
        # Without exclusions the catalogue's part of the answer is the same for everybody, and kept.
        places = {catalog.touchpoint(each.touchpoint) for each in self.wanted.asks}
        allowed = self.model.open_products(tuple(sorted(places - {-1})), self.live)
        return allowed > self.barred if self._bars else allowed

    def places(self, contents: Iterable[str]) -> NDArray[np.intp]:
        """Return the places of the contents that the catalogue knows, in the order given."""
        find = self.live.catalog.contents.ids.index.get
        return np.array([place for each in contents if (place := find(each)) is not None], np.intp)

    def marked(self, contents: NDArray[np.intp]) -> Mask:
        """bool (n_contents,): true at the given places."""
        marked = np.zeros(len(self.live.catalog.contents), np.bool_)
        marked[contents] = True
        return marked

    @lazy
    def _bars(self) -> bool:
        return bool(self.barred.any())

    def _eligible(self, ask: Ask) -> Mask:
        if id(ask) not in self._kept:
            catalog = self.live.catalog
            open_ = self.model.open_contents(catalog.touchpoint(ask.touchpoint), self.live)
            if self._bars:
                barred = self.barred if catalog.one_to_one else self.barred[catalog.contents.product]
                open_ = open_ > barred  # open and not barred, in one pass over the catalogue
            if ask.exclude:
                open_ = open_ & ~self.marked(self.places(ask.exclude))
            self._kept[id(ask)] = open_
        return self._kept[id(ask)]
