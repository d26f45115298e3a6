"""Caps: which frequency caps one person has reached, from what their state remembers, and what that closes."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from weakref import ref

import numpy as np
from numpy.typing import NDArray

from slotwise import kernels
from slotwise.catalog import Catalog
from slotwise.events import KIND_CODE, EventType
from slotwise.kernels.capping_numpy import ALL, CATEGORY, CLICKED, CONTENT, DISMISSED, PRODUCT, SHOWN, TOUCHPOINT
from slotwise.lazy import lazy
from slotwise.moment import Moment
from slotwise.rulebook.effects import Capping, Mask
from slotwise.rulebook.verdict import Verdict

_PER = {"content": CONTENT, "product": PRODUCT, "category": CATEGORY, "touchpoint": TOUCHPOINT, "all": ALL}
_ON = {"shown": SHOWN, "dismissed": DISMISSED, "clicked": CLICKED}
_CLICK = KIND_CODE[EventType.CLICK]
_KERNEL = "slotwise.kernels.capping"
_NOWHERE = np.zeros(0, np.int32)
_KEPT = "caps reached"
"""Where a past keeps them."""
_BYTES = 8_192
"""Masks that are kept with a past are no larger."""


@dataclass(eq=False)
class Reached:
    """What k caps close for one person; as `slotwise.kernels.capping_numpy` fills it."""

    closes: NDArray[np.int64]
    """int64 (k + 1,): how many contents each cap closes, -1 where it is not reached; the last one is `until`."""
    masks: Mask
    """bool (k, n_contents): which ones; only rows of caps that are reached mean anything."""
    there: Mask
    """bool (k, n_touchpoints): where caps close something if they are reached."""
    caps: "ref[Caps]"
    """Whose caps; weak, as it is kept with rows that must not hold a catalogue that was replaced."""
    begin: int
    until: int
    """It is so from `begin` on, and ends before `until`, ms UTC, as long as nothing happens."""

    @lazy
    def counts(self) -> list[int]:
        """How many contents each cap closes, -1 where it is not reached."""
        found: list[int] = self.closes[:-1].tolist()
        return found

    @lazy
    def rows(self) -> frozenset[int]:
        """The caps that are reached."""
        return frozenset([row for row, count in enumerate(self.counts) if count >= 0])

    def closed(self, row: int, touchpoint: int) -> Mask | None:
        """bool (n_contents,): what a cap closes on a touchpoint; None when it closes nothing."""
        found: Mask = self.masks[row]
        return found if self.counts[row] >= 0 and self.there[row, touchpoint] else None

    def dropped(self, verdict: Verdict, touchpoint: int) -> Mapping[str, int]:
        """Return how many contents each rule closes on a touchpoint, caps among them."""
        counts, there = self.counts, self.there
        found = {
            which: counts[row] for which, row in verdict.caps.items() if counts[row] >= 0 and there[row, touchpoint]
        }
        return {**verdict.dropped, **found} if found else verdict.dropped

    def all_closed(self, verdict: Verdict, touchpoint: int) -> Mask | None:
        """bool (n_contents,): what the caps of a verdict close on a touchpoint; None when they close nothing."""
        masks = [self.closed(row, touchpoint) for row in self.rows.intersection(verdict.caps.values())]
        found = [each for each in masks if each is not None]
        return reduce(or_, found) if found else None


class Caps:
    """k caps over one catalogue. Clicks are remembered by product: a cap on them counts all contents of a product."""

    def __init__(self, caps: list[Capping], catalog: Catalog):
        self.caps = caps
        self._self = ref(self)
        self._catalog = catalog
        self._masks = np.array([each.mask for each in caps], np.bool_).reshape(len(caps), len(catalog.contents))
        self._products = np.zeros((len(caps), len(catalog.products)), np.bool_)
        for row, each in enumerate(caps):
            self._products[row, catalog.contents.product[each.mask]] = True
        self._per = ["product" if each.on == "clicked" and each.per == "content" else each.per for each in caps]
        rows = [
            (each.most, each.window, _PER[per], each.rest, _ON[each.on])
            for each, per in zip(caps, self._per, strict=True)
        ]
        rules: NDArray[np.int64] = np.array(rows, np.int64).reshape(len(caps), 5)
        self._anywhere = np.array([each != "touchpoint" for each in self._per], np.bool_).reshape(len(caps), 1)
        placed = rules[rules[:, 2] == TOUCHPOINT]
        self._by_place_shown = bool((placed[:, 4] != CLICKED).any() or placed[:, 3].any())
        self._by_place_clicked = bool((placed[:, 4] == CLICKED).any())
        categories = catalog.products.category[catalog.contents.product]
        found = np.searchsorted(np.sort(categories), np.arange(len(catalog.products.categories) + 1)).astype(np.int64)
        by_category = np.argsort(categories, kind="stable").astype(np.int32)
        products = (np.ascontiguousarray(each) for each in (catalog.contents.product, catalog.products.category))
        self._tables = (rules, self._masks, self._products, *products, *catalog.by_product, found, by_category)

    def reached(self, moment: Moment) -> Reached:
        """Return what the caps close for a person: of the same past it is kept for as long as it stays the same."""
        kept: Reached | None = moment.shared.get(_KEPT)
        if kept is not None and kept.caps() is self and kept.begin <= moment.now < kept.until:
            return kept
        found = self._reached(moment)
        if self._masks.nbytes <= _BYTES:
            moment.shared[_KEPT] = found
        return found

    def _reached(self, moment: Moment) -> Reached:
        masks, counts = np.empty_like(self._masks), np.empty(len(self.caps) + 1, np.int64)
        there = np.empty((len(self.caps), len(self._catalog.touchpoints)), np.bool_)
        kernels.load(_KERNEL).closed(
            moment.now,
            _CLICK,
            moment.shown,
            moment.shown_times,
            moment.dismissed,
            moment.shown_places if self._by_place_shown else _NOWHERE,
            moment.products,
            moment.kinds,
            moment.times,
            moment.touched_places if self._by_place_clicked else _NOWHERE,
            *self._tables,
            masks,
            there,
            counts,
        )
        # A cap by anything else closes the same on all touchpoints.
        there |= self._anywhere
        return Reached(counts, masks, there, self._self, moment.now, int(counts[-1]))

    def count(self, row: int, moment: Moment, content: int, touchpoint: int) -> tuple[int, int | None]:
        """Return how often a cap counted what is alike with a content, and when such was dismissed last (ms UTC)."""
        cap, per, products = self.caps[row], self._per[row], self._catalog.contents.product
        mine = self._keys(per, np.array([content], np.int32), products[[content]], np.array([touchpoint], np.int32))
        keys = self._keys(per, moment.shown, products[moment.shown], moment.shown_places)
        about = self._masks[row, moment.shown] & (keys == mine)
        rested = moment.shown_times[about & moment.dismissed]
        if cap.on == "clicked":
            clicks = moment.kinds == _CLICK
            touched, times = moment.products[clicks], moment.times[clicks]
            keys = self._keys(per, touched, touched, moment.touched_places[clicks])
            counted = self._products[row, touched] & (keys == mine)
        else:
            times, counted = moment.shown_times, about & (moment.dismissed == (cap.on == "dismissed"))
        recent = int(np.count_nonzero(counted & (times >= moment.now - cap.window)))
        return recent, int(rested.max()) if len(rested) else None

    def _keys(
        self, per: str, contents: NDArray[np.int32], products: NDArray[np.int32], places: NDArray[np.int32]
    ) -> NDArray[np.int32]:
        """What a cap counts together has the same number."""
        if per == "category":
            return self._catalog.products.category[products]
        every = {"content": contents, "product": products, "touchpoint": places, "all": np.zeros_like(contents)}
        return every[per]
