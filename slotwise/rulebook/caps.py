"""Caps: which frequency caps one person has reached, from what their state remembers, and what that closes."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from slotwise import kernels
from slotwise.catalog import Catalog
from slotwise.events import KIND_CODE, EventType
from slotwise.kernels.capping_numpy import ALL, CATEGORY, CONTENT, PRODUCT, TOUCHPOINT
from slotwise.moment import Moment
from slotwise.rulebook.effects import Capping, Mask

_PER = {"content": CONTENT, "product": PRODUCT, "category": CATEGORY, "touchpoint": TOUCHPOINT, "all": ALL}
_CLICK = KIND_CODE[EventType.CLICK]
_KERNEL = "slotwise.kernels.capping"


@dataclass(frozen=True)
class Entries:
    """s things that happened to a person: `keys` int32 (5, s) and `full` bool (k, s) as the kernel knows them."""

    keys: NDArray[np.int32]
    full: NDArray[np.bool_]


class Caps:
    """k caps over one catalogue. Clicks are remembered by product: a cap on them counts all contents of a product."""

    def __init__(self, caps: list[Capping], catalog: Catalog):
        self.caps = caps
        self._catalog = catalog
        size = len(catalog.contents)
        self._masks: NDArray[np.bool_] = np.array([each.mask for each in caps], np.bool_).reshape(len(caps), size)
        self._products = np.zeros((len(caps), len(catalog.products)), np.bool_)
        for row, each in enumerate(caps):
            self._products[row, catalog.contents.product[each.mask]] = True
        self._categories = catalog.products.category[catalog.contents.product]
        on = np.array([each.on for each in caps], object)
        self._shown, self._dismissed, self._clicked = (
            (on == each)[:, None] for each in ("shown", "dismissed", "clicked")
        )
        self._per = ["product" if each.on == "clicked" and each.per == "content" else each.per for each in caps]
        rows = [(each.most, each.window, _PER[per], each.rest) for each, per in zip(caps, self._per, strict=True)]
        self._rules: NDArray[np.int64] = np.array(rows, np.int64).reshape(len(caps), 4)

    def reached(self, moment: Moment) -> tuple[Entries, Entries | None]:
        """Return which caps are reached by what the person was shown, and by what they clicked if any cap counts it."""
        # take() gives rows that stand together, as the kernel needs them.
        about = self._masks.take(moment.shown, axis=1)
        dismissed = about & moment.dismissed
        # Of what is not dismissed those count that count what is shown, of the rest those that count dismissals.
        counted = about & np.where(moment.dismissed, self._dismissed, self._shown)
        products = self._catalog.contents.product[moment.shown]
        shown = self._full(
            moment.now, moment.shown_times, counted, dismissed, self._keys(moment.shown, products, moment.places[0])
        )
        return shown, self._clicks(moment) if self._clicked.any() else None

    def by_touchpoint(self, row: int) -> bool:
        """Whether what a cap closes differs between touchpoints."""
        return self._per[row] == "touchpoint"

    def closed(self, row: int, entries: tuple[Entries, Entries | None], touchpoint: int) -> Mask | None:
        """bool (n_contents,): what a cap closes on a touchpoint; None when it closes nothing."""
        found = [self._closed(row, each, touchpoint) for each in entries if each is not None]
        masks = [each for each in found if each is not None]
        return None if not masks else masks[0] if len(masks) == 1 else masks[0] | masks[1]

    def any_reached(self, entries: tuple[Entries, Entries | None]) -> frozenset[int]:
        """Return the rows of the caps that are reached by anything at all."""
        return frozenset(
            row for each in entries if each is not None for row in np.flatnonzero(each.full.any(axis=1)).tolist()
        )

    def count(self, row: int, moment: Moment, content: int, touchpoint: int) -> tuple[int, int | None]:
        """Return how often a cap counted what is alike with a content, and when such was dismissed last (ms UTC)."""
        cap, per, products = self.caps[row], _PER[self._per[row]], self._catalog.contents.product
        mine = self._keys(np.array([content], np.int32), products[[content]], np.array([touchpoint], np.int32))[per]
        keys = self._keys(moment.shown, products[moment.shown], moment.places[0])[per]
        about = self._masks[row, moment.shown] & (keys == mine)
        rested = moment.shown_times[about & moment.dismissed]
        if cap.on == "clicked":
            clicks = moment.kinds == _CLICK
            touched, times = moment.products[clicks], moment.times[clicks]
            keys = self._keys(touched, touched, moment.places[1][clicks])[per]
            counted = self._products[row, touched] & (keys == mine)
        else:
            times, counted = moment.shown_times, about & (moment.dismissed == (cap.on == "dismissed"))
        recent = int(np.count_nonzero(counted & (times >= moment.now - cap.window)))
        return recent, int(rested.max()) if len(rested) else None

    def _clicks(self, moment: Moment) -> Entries:
        clicks = moment.kinds == _CLICK
        products = moment.products[clicks]
        counted = self._clicked & self._products.take(products, axis=1)
        keys = self._keys(products, products, moment.places[1][clicks])
        return self._full(moment.now, moment.times[clicks], counted, np.zeros_like(counted), keys)

    def _keys(
        self, contents: NDArray[np.int32], products: NDArray[np.int32], places: NDArray[np.int32]
    ) -> NDArray[np.int32]:
        keys = np.zeros((5, len(contents)), np.int32)
        keys[CONTENT], keys[PRODUCT], keys[TOUCHPOINT] = contents, products, places
        keys[CATEGORY] = self._catalog.products.category[products]
        return keys

    def _full(
        self,
        now: int,
        times: NDArray[np.int64],
        counted: NDArray[np.bool_],
        dismissed: NDArray[np.bool_],
        keys: NDArray[np.int32],
    ) -> Entries:
        full = np.empty(counted.shape, np.bool_)
        kernels.load(_KERNEL).reached(now, times, counted, dismissed, keys, self._rules, full)
        return Entries(keys, full)

    def _closed(self, row: int, entries: Entries, touchpoint: int) -> Mask | None:
        mask, full, per = self.caps[row].mask, entries.full[row], self._per[row]
        if per == "touchpoint":
            full = full & (entries.keys[TOUCHPOINT] == touchpoint)
        if not full.any():
            return None
        return mask if per in ("all", "touchpoint") else mask & self._marked(per, entries.keys[_PER[per], full])

    def _marked(self, per: str, keys: NDArray[np.int32]) -> Mask:
        contents = self._catalog.contents
        if per == "category":
            # The last place is that of products without one, which no key is.
            marked = np.zeros(len(self._catalog.products.categories) + 1, np.bool_)
            marked[keys] = True
            return marked[self._categories]
        marked = np.zeros(len(contents) if per == "content" else len(self._catalog.products), np.bool_)
        marked[keys] = True
        return marked if per == "content" else marked[contents.product]
