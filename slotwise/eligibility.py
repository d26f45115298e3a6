"""Eligibility: which contents may be shown in one request, touchpoint by touchpoint, as masks."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import attrgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from slotwise import kernels
from slotwise.decision import Ask, Wanted
from slotwise.lazy import lazy
from slotwise.live import Live
from slotwise.model import Model
from slotwise.rulebook.ruling import Ruling
from slotwise.rulebook.together import Ruled
from slotwise.rulebook.verdict import OPEN as UNRULED
from slotwise.rulebook.verdict import Verdict

Mask = NDArray[np.bool_]
_NOTHING = np.zeros(0, np.intp)
_EXCLUDED = attrgetter("exclude")


class Spot(NamedTuple):
    """Where an ask is answered: the touchpoint's place in the catalogue, -1 for none, and what rules say of it."""

    ask: Ask
    place: int
    verdict: Verdict
    open: Mask | None
    """bool (n_contents,): what may be shown, whatever candidates are given; None where nothing is."""
    dropped: Mapping[str, int] = UNRULED.dropped
    """How many contents each rule closes for the person."""


@dataclass(eq=False)
class Eligibility:
    """What touchpoints take, less what rules bar for the person and callers exclude. Masks are shared: do not write."""

    model: Model
    live: Live
    wanted: Wanted
    barred: Collection[int] = ()
    """Codes of the products that the model's rules exclude for this person."""
    ruling: Ruling | None = None
    """What operators' rules say in this request; None where there are none."""

    def spot(self, ask: Ask) -> Spot:
        """Return where one of the asks is answered."""
        for each in self.spots:
            if each.ask is ask:
                return each
        return self._found((ask,))[0]

    def verdict(self, ask: Ask) -> Verdict:
        """Return what operators' rules say of an ask."""
        return self.spot(ask).verdict

    def open(self, ask: Ask) -> Mask:
        """bool (n_contents,): what may be shown for an ask, and is among the candidates given if there are any."""
        return self._given(ask, self._eligible(ask))

    def left_over(self, ask: Ask) -> Mask:
        """bool (n_contents,): what the touchpoint's own list may show where rules leave nothing: see `Verdict`."""
        spot = self.spot(ask)
        closed = spot.verdict.closed_for_good
        capped = None if self.ruling is None else self.ruling.capped_on(spot.place, spot.verdict)
        closed = capped if closed is None else closed if capped is None else closed | capped
        open_ = self.model.open_contents(spot.place, self.live)
        return self._given(ask, self._less(ask, open_ if closed is None else open_ > closed))

    def nothing(self, ask: Ask) -> bool:
        """Whether nothing may be shown for an ask of a known touchpoint, the touchpoint's own list included."""
        spot = self.spot(ask)
        if self.open(ask).any():
            return False
        listed = self.live.catalog.touchpoints[spot.place].fallback
        return not (spot.verdict.aside and listed and self.left_over(ask)[self.places(listed)].any())

    @lazy
    def spots(self) -> list[Spot]:
        """Where the asks are answered, in their order."""
        return self._found(self.wanted.asks)

    @lazy
    def answered(self) -> list[Spot]:
        """Those of touchpoints that are known and open."""
        return [each for each in self.spots if each.open is not None]

    @lazy
    def shown(self) -> Mask:
        """bool (n_contents,): what may be shown for at least one of the asks."""
        if not self._excluding:
            ruled = self._ruled
            shown = self.model.open_somewhere(self._places, self.live) if ruled is None else ruled.shown
            return _without(shown, self._barred_contents) if self.barred else shown
        masks = [self._eligible(each.ask) for each in self.answered]
        return reduce(np.logical_or, masks) if masks else np.zeros(len(self.live.catalog.contents), np.bool_)

    @lazy
    def allowed(self) -> Mask:
        """bool (n_products,): products with a content that may be shown."""
        catalog = self.live.catalog
        if catalog.one_to_one:
            return self.shown
        if self._excluding:
            allowed = np.zeros(len(catalog.products), np.bool_)
            kernels.load("slotwise.kernels.board").mark(catalog.contents.product, self.shown, allowed)
            return allowed
        # Without exclusions the catalogue's part of the answer is the same for everybody, and kept; what is barred is
        # barred with all its contents.
        ruled = self._ruled
        allowed = self.model.open_products(self._places, self.live) if ruled is None else ruled.allowed
        return _without(allowed, list(self.barred)) if self.barred else allowed

    @lazy
    def wants(self) -> NDArray[np.intp]:
        """Contents that rules want among the candidates, as far as they may be shown, each once."""
        found = [
            each.verdict.wanted[each.open[each.verdict.wanted]]
            for each in self.answered
            if each.open is not None and each.ask.candidates is None and len(each.verdict.wanted)
        ]
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

    def _found(self, asks: Sequence[Ask]) -> list[Spot]:
        places = list(map(self.live.catalog.touchpoint, [each.touchpoint for each in asks]))
        if self.ruling is None:
            return [self._unruled(*each) for each in zip(asks, places, strict=True)]
        ruled = self._ruled if asks is self.wanted.asks else self._asked(places)
        said = iter(() if ruled is None else zip(ruled.verdicts, ruled.open, ruled.dropped, strict=True))
        return [
            Spot(ask, place, UNRULED, None) if place < 0 else self._under(ask, place, *next(said))
            for ask, place in zip(asks, places, strict=True)
        ]

    def _unruled(self, ask: Ask, place: int) -> Spot:
        if place < 0:
            return Spot(ask, place, UNRULED, None)
        return Spot(ask, place, UNRULED, self._less(ask, self.model.open_contents(place, self.live)))

    def _under(self, ask: Ask, place: int, verdict: Verdict, open_: Mask, dropped: Mapping[str, int]) -> Spot:
        return Spot(ask, place, verdict, None if verdict.shut else self._less(ask, open_), dropped)

    @lazy
    def _ruled(self) -> Ruled | None:
        """What operators' rules say of all asks of known touchpoints; None where there are none."""
        return self._asked(list(map(self.live.catalog.touchpoint, [each.touchpoint for each in self.wanted.asks])))

    def _asked(self, places: Sequence[int]) -> Ruled | None:
        if self.ruling is None:
            return None
        known = tuple([each for each in places if each >= 0])
        return self.ruling.on(known, lambda place: self.model.open_contents(place, self.live)) if known else None

    @lazy
    def _excluding(self) -> bool:
        """Whether callers exclude anything."""
        return any(map(_EXCLUDED, self.wanted.asks))

    @lazy
    def _places(self) -> tuple[int, ...]:
        """Places of the touchpoints that are answered, each once."""
        return tuple(sorted({each.place for each in self.answered}))

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
        found = self.spot(ask).open
        return np.zeros(len(self.live.catalog.contents), np.bool_) if found is None else found

    def _given(self, ask: Ask, open_: Mask) -> Mask:
        return open_ if ask.candidates is None else open_ & self.marked(self.places(ask.candidates))

    def _less(self, ask: Ask, open_: Mask) -> Mask:
        """What is open, less what is barred and excluded."""
        if self.barred:
            open_ = _without(open_, self._barred_contents)
        return _without(open_, self.places(ask.exclude)) if ask.exclude else open_


def _without(mask: Mask, places: NDArray[np.intp] | list[int]) -> Mask:
    """The mask, false at some places."""
    less = mask.copy()
    less[places] = False
    return less
