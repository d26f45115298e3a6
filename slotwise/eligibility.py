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
from slotwise.rulebook.ruling import Ruling
from slotwise.rulebook.verdict import OPEN as UNRULED
from slotwise.rulebook.verdict import Verdict

Mask = NDArray[np.bool_]


@dataclass
class Eligibility:
    """What touchpoints take, less what rules bar for the person and callers exclude. Masks are shared: do not write."""

    model: Model
    live: Live
    wanted: Wanted
    barred: Mask | None
    """bool (n_products,): what the model's rules exclude for this person; None for nothing."""
    ruling: Ruling | None = None
    """What operators' rules say in this request; None where there are none."""
    _kept: dict[int, Mask] = field(default_factory=dict)
    _verdicts: dict[int, Verdict] = field(default_factory=dict)

    def open(self, ask: Ask) -> Mask:
        """bool (n_contents,): what may be shown for an ask, and is among the candidates given if there are any."""
        open_ = self._eligible(ask)
        return open_ if ask.candidates is None else open_ & self.marked(self.places(ask.candidates))

    def verdict(self, ask: Ask) -> Verdict:
        """Return what operators' rules say of an ask."""
        if self.ruling is None:
            return UNRULED
        found = self._verdicts.get(id(ask))
        if found is None:
            place = self.live.catalog.touchpoint(ask.touchpoint)
            known = place >= 0
            found = self.ruling.at(place, lambda: self.model.open_contents(place, self.live)) if known else UNRULED
            self._verdicts[id(ask)] = found
        return found

    def left_over(self, ask: Ask) -> Mask:
        """bool (n_contents,): what the touchpoint's own list may show where rules leave nothing: see `Verdict`."""
        open_ = self._less(ask, self.verdict(ask).closed_for_good)
        return open_ if ask.candidates is None else open_ & self.marked(self.places(ask.candidates))

    @lazy
    def shown(self) -> Mask:
        """bool (n_contents,): what may be shown for at least one of the asks."""
        if not self._answered:
            return np.zeros(len(self.live.catalog.contents), np.bool_)
        return reduce(np.logical_or, [self._eligible(each) for each in self._answered])

    @lazy
    def wants(self) -> NDArray[np.intp]:
        """Contents that rules want among the candidates, as far as they may be shown, each once."""
        asks = [each for each in self._answered if each.candidates is None and len(self.verdict(each).wanted)]
        found = [self.wants_at(each) for each in asks]
        if len(found) == 1:
            return found[0]
        return np.unique(np.concatenate(found)) if found else np.zeros(0, np.intp)

    def wants_at(self, ask: Ask) -> NDArray[np.intp]:
        """Contents that rules want among the candidates of an ask, as far as they may be shown."""
        wanted = self.verdict(ask).wanted if ask.candidates is None else np.zeros(0, np.intp)
        return wanted[self._eligible(ask)[wanted]] if len(wanted) else wanted

    @lazy
    def allowed(self) -> Mask:
        """bool (n_products,): products with a content that may be shown."""
        catalog = self.live.catalog
        if catalog.one_to_one:
            return self.shown
        if any(each.exclude or self.verdict(each).closed is not None for each in self.wanted.asks):
            allowed = np.zeros(len(catalog.products), np.bool_)
            allowed[catalog.contents.product[self.shown]] = True
            return allowed
        # Without exclusions the catalogue's part of the answer is the same for everybody, and kept.
        places = {catalog.touchpoint(each.touchpoint) for each in self._answered}
        if not places:
            return np.zeros(len(catalog.products), np.bool_)
        allowed = self.model.open_products(tuple(sorted(places)), self.live)
        return allowed if self.barred is None else allowed > self.barred

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
    def _answered(self) -> list[Ask]:
        """The asks of touchpoints that are known and open."""
        find = self.live.catalog.touchpoint
        return [each for each in self.wanted.asks if find(each.touchpoint) >= 0 and not self.verdict(each).shut]

    def _eligible(self, ask: Ask) -> Mask:
        if id(ask) not in self._kept:
            self._kept[id(ask)] = self._less(ask, self.verdict(ask).closed)
        return self._kept[id(ask)]

    def _less(self, ask: Ask, closed: Mask | None) -> Mask:
        """What the touchpoint takes, less what is barred, closed and excluded."""
        catalog = self.live.catalog
        open_ = self.model.open_contents(catalog.touchpoint(ask.touchpoint), self.live)
        if self.barred is not None:
            barred = self.barred if catalog.one_to_one else self.barred[catalog.contents.product]
            open_ = open_ > barred  # open and not barred, in one pass over the catalogue
        if closed is not None:
            open_ = open_ > closed
        if ask.exclude:
            open_ = open_ & ~self.marked(self.places(ask.exclude))
        return open_
