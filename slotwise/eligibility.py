"""Eligibility: which contents may be shown in one request, touchpoint by touchpoint, as masks."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import reduce
from typing import NamedTuple

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
_NOTHING = np.zeros(0, np.intp)


class Spot(NamedTuple):
    """A touchpoint of a request: its place in the catalogue, -1 for an unknown one, and what rules say of it."""

    place: int
    verdict: Verdict

    @property
    def answered(self) -> bool:
        """Whether the touchpoint is known and open."""
        return self.place >= 0 and not self.verdict.shut


@dataclass
class Eligibility:
    """What touchpoints take, less what rules bar for the person and callers exclude. Masks are shared: do not write."""

    model: Model
    live: Live
    wanted: Wanted
    barred: Collection[int] = ()
    """Codes of the products that the model's rules exclude for this person."""
    ruling: Ruling | None = None
    """What operators' rules say in this request; None where there are none."""
    _spots: dict[int, Spot] = field(default_factory=dict)
    _kept: dict[int, Mask] = field(default_factory=dict)

    def spot(self, ask: Ask) -> Spot:
        """Return where an ask is answered."""
        found = self._spots.get(id(ask))
        if found is None:
            found = self._spots[id(ask)] = self._found(self.live.catalog.touchpoint(ask.touchpoint))
        return found

    def verdict(self, ask: Ask) -> Verdict:
        """Return what operators' rules say of an ask."""
        return self.spot(ask).verdict

    def open(self, ask: Ask) -> Mask:
        """bool (n_contents,): what may be shown for an ask, and is among the candidates given if there are any."""
        open_ = self._eligible(ask)
        return open_ if ask.candidates is None else open_ & self.marked(self.places(ask.candidates))

    def left_over(self, ask: Ask) -> Mask:
        """bool (n_contents,): what the touchpoint's own list may show where rules leave nothing: see `Verdict`."""
        open_ = self._less(ask, self.verdict(ask).closed_for_good)
        return open_ if ask.candidates is None else open_ & self.marked(self.places(ask.candidates))

    @lazy
    def answered(self) -> list[Ask]:
        """The asks of touchpoints that are known and open."""
        return [each for each in self.wanted.asks if self.spot(each).answered]

    @lazy
    def shown(self) -> Mask:
        """bool (n_contents,): what may be shown for at least one of the asks."""
        if len(self.answered) == 1:
            return self._eligible(self.answered[0])
        if not self.barred and not self._closing:
            return self.model.open_somewhere(self._places, self.live)
        nothing = np.zeros(len(self.live.catalog.contents), np.bool_)
        return reduce(np.logical_or, [self._eligible(each) for each in self.answered], nothing)

    @lazy
    def allowed(self) -> Mask:
        """bool (n_products,): products with a content that may be shown."""
        catalog = self.live.catalog
        if catalog.one_to_one:
            return self.shown
        if self._closing:
            allowed = np.zeros(len(catalog.products), np.bool_)
            allowed[catalog.contents.product[self.shown]] = True
            return allowed
        # Without exclusions the catalogue's part of the answer is the same for everybody, and kept.
        allowed = self.model.open_products(self._places, self.live)
        return _without(allowed, list(self.barred)) if self.barred else allowed

    @lazy
    def wants(self) -> NDArray[np.intp]:
        """Contents that rules want among the candidates, as far as they may be shown, each once."""
        asks = [each for each in self.answered if each.candidates is None and len(self.verdict(each).wanted)]
        found = [self.wants_at(each) for each in asks]
        if len(found) == 1:
            return found[0]
        return np.unique(np.concatenate(found)) if found else _NOTHING

    def wants_at(self, ask: Ask) -> NDArray[np.intp]:
        """Contents that rules want among the candidates of an ask, as far as they may be shown."""
        wanted = self.verdict(ask).wanted if ask.candidates is None else _NOTHING
        return wanted[self._eligible(ask)[wanted]] if len(wanted) else wanted

    def places(self, contents: Iterable[str]) -> NDArray[np.intp]:
        """Return the places of the contents that the catalogue knows, in the order given."""
        find = self.live.catalog.contents.ids.index.get
        return np.array([place for each in contents if (place := find(each)) is not None], np.intp)

    def marked(self, contents: NDArray[np.intp]) -> Mask:
        """bool (n_contents,): true at the given places."""
        marked = np.zeros(len(self.live.catalog.contents), np.bool_)
        marked[contents] = True
        return marked

    def _found(self, place: int) -> Spot:
        if self.ruling is None or place < 0:
            return Spot(place, UNRULED)
        return Spot(place, self.ruling.at(place, lambda: self.model.open_contents(place, self.live)))

    @lazy
    def _closing(self) -> bool:
        """Whether operators' rules or callers close anything."""
        return any(each.exclude or self.verdict(each).closed is not None for each in self.wanted.asks)

    @lazy
    def _places(self) -> tuple[int, ...]:
        """Places of the touchpoints that are answered, each once."""
        return tuple(sorted({self.spot(each).place for each in self.answered}))

    @lazy
    def _barred_contents(self) -> NDArray[np.intp]:
        """Places of the contents of what is barred."""
        catalog, codes = self.live.catalog, np.fromiter(self.barred, np.intp, len(self.barred))
        if catalog.one_to_one:
            return codes
        barred = np.zeros(len(catalog.products), np.bool_)
        barred[codes] = True
        return barred[catalog.contents.product].nonzero()[0]

    def _eligible(self, ask: Ask) -> Mask:
        found = self._kept.get(id(ask))
        if found is None:
            found = self._kept[id(ask)] = self._less(ask, self.verdict(ask).closed)
        return found

    def _less(self, ask: Ask, closed: Mask | None) -> Mask:
        """What the touchpoint takes, less what is barred, closed and excluded."""
        open_ = self.model.open_contents(self.spot(ask).place, self.live)
        if closed is not None:
            open_ = open_ > closed  # open and not closed, in one pass over the catalogue
        if self.barred:
            open_ = _without(open_, self._barred_contents)
        return _without(open_, self.places(ask.exclude)) if ask.exclude else open_


def _without(mask: Mask, places: NDArray[np.intp] | list[int]) -> Mask:
    """The mask, false at some places."""
    less = mask.copy()
    less[places] = False
    return less
