"""Table: declared tags compiled over a catalogue, as the arrays that the tagging kernel reads."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slotwise import kernels
from slotwise.catalog import Catalog
from slotwise.conditions import Condition
from slotwise.documents.tags import Tag
from slotwise.events import KINDS, EventType
from slotwise.kernels import tagging_numpy as bits
from slotwise.moment import Moment
from slotwise.tags.business import Business, covers

_DAY = 86_400_000
_KERNEL = "slotwise.kernels.tagging"
CLASS = {
    "browsed": bits.BROWSED,
    "started": bits.STARTED,
    "left": bits.LEFT,
    "finished": bits.FINISHED,
    "returned": bits.RETURNED,
}
_BY_KIND = {
    EventType.VIEW: bits.BROWSED,
    EventType.CLICK: bits.BROWSED,
    EventType.START: bits.STARTED,
    EventType.STEP: bits.TOUCHED,
    EventType.LEAVE: bits.LEFT,
    EventType.CONVERT: bits.FINISHED,
    EventType.SEARCH: bits.SEARCHED,
}
_BY_ITSELF = bits.BROWSED | bits.STARTED | bits.LEFT | bits.FINISHED
CLASSES = np.array([_BY_KIND.get(EventType(each), 0) for each in KINDS] + [0], np.uint8)
"""uint8 (n_kinds + 1,): the classes of each kind of event, as bits."""


@dataclass(frozen=True)
class Table:
    """Tags over one catalogue. `businesses[i]` of tag i is a row of `covered`, bool (n_businesses, n_products)."""

    tags: tuple[Tag, ...]
    catalog: Catalog
    business: NDArray[np.int32]
    covered: NDArray[np.bool_]
    arrays: tuple[NDArray[Any], ...]
    """As `tagging_numpy` names them: classes, covers, by_kind, special, rules."""

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the tags, in their order."""
        return tuple(each.tag for each in self.tags)

    @property
    def covers(self) -> NDArray[np.uint64]:
        """uint64 (n_products, w): the tags that are about each product, as bits."""
        found: NDArray[np.uint64] = self.arrays[1]
        return found

    def word(self, places: Sequence[int]) -> NDArray[np.uint64]:
        """Return some tags as bits, uint64 (w,)."""
        word: NDArray[np.uint64] = np.bitwise_or.reduce(self._bits[places], axis=0)
        return word

    def counting(self, behaviours: tuple[str, ...]) -> NDArray[np.uint64]:
        """Return the tags of some classes of behaviour, or all, as bits, uint64 (w,)."""
        found = self._counting.get(behaviours)
        if found is None:
            places = [place for place, each in enumerate(self.tags) if not behaviours or each.behaviour in behaviours]
            found = self._counting[behaviours] = self.word(places)
        return found

    def counting_each(self, behaviours: tuple[tuple[str, ...], ...]) -> NDArray[np.uint64]:
        """Return `counting` of each of k sets of behaviours, uint64 (k, w)."""
        found = self._counting_each.get(behaviours)
        if found is None:
            found = self._counting_each[behaviours] = np.stack([self.counting(each) for each in behaviours])
        return found

    @cached_property
    def _bits(self) -> NDArray[np.uint64]:
        """uint64 (n_tags, w): each tag as a bit."""
        bits = np.zeros((len(self.tags), self.covers.shape[1]), np.uint64)
        places = np.arange(len(self.tags), dtype=np.uint64)
        bits[places, places >> np.uint64(6)] = np.uint64(1) << (places & np.uint64(63))
        return bits

    @cached_property
    def _counting_each(self) -> dict[tuple[tuple[str, ...], ...], NDArray[np.uint64]]:
        """By sets of behaviours: what was asked for before."""
        return {}

    @cached_property
    def _counting(self) -> dict[tuple[str, ...], NDArray[np.uint64]]:
        """By behaviours: what was asked for before."""
        return {}

    @cached_property
    def besides(self) -> dict[int, Condition]:
        """The extra conditions, by the place of their tag."""
        return {place: each.when for place, each in enumerate(self.tags) if each.when is not None}

    @cached_property
    def expiry(self) -> NDArray[np.int64]:
        """int64 (n_tags,): how long each tag is held, ms."""
        found: NDArray[np.int64] = self.arrays[-1][:, 3]
        return found

    def reached(self, moment: Moment) -> NDArray[np.int64]:
        """Return the place in the moment's history of the event for which each tag is held, int64 (n_tags,).

        -1 for a tag that is not held; extra conditions are not asked.
        """
        found = np.empty(len(self.tags), np.int64)
        kernels.load(_KERNEL).reached(moment.now, moment.products, moment.kinds, moment.times, *self.arrays, found)
        return found

    def held_by(
        self,
        now: int,
        start: NDArray[np.int64],
        products: NDArray[np.int32],
        kinds: NDArray[np.int8],
        times: NDArray[np.int64],
    ) -> NDArray[np.bool_]:
        """Return which of n persons holds which tag at `now` (ms UTC), bool (n, n_tags); extra conditions not asked.

        Person i has the rows start[i]:start[i + 1] of products int32 (-1 unknown), kinds int8 and times int64 (ms
        UTC), old to new.
        """
        held = np.empty((len(start) - 1, len(self.tags)), np.bool_)
        kernels.load(_KERNEL).held(now, products, kinds, times, *self.arrays, start, held)
        return held


def compiled(tags: Sequence[Tag], catalog: Catalog, processes: Mapping[str, Any] | None = None) -> Table:
    """Return the table of some tags; `processes` are the entries of that document by id."""
    businesses = [Business.of(each) for each in tags]
    different = list(dict.fromkeys(businesses))
    covered = np.array([covers(each, catalog, processes or {}) for each in different], np.bool_)
    covered = covered.reshape(len(different), len(catalog.products))
    places = {each: place for place, each in enumerate(different)}
    of = np.array([places[each] for each in businesses], np.int32)
    rules = [
        [CLASS[each.behaviour], each.threshold, round(each.window_days * _DAY), round(each.expiry_days * _DAY)]
        for each in tags
    ]
    classes = [CLASS[each.behaviour] for each in tags]
    arrays = (
        CLASSES,
        _about(covered[of]),
        bits.masks(_pairs([int(each) & _BY_ITSELF for each in CLASSES], classes), len(CLASSES), len(tags)),
        bits.masks(_pairs([bits.LEFT, bits.RETURNED], classes), 2, len(tags)),
        np.array(rules, np.int64).reshape(len(tags), 4),
    )
    return Table(tuple(tags), catalog, of, covered, arrays)


def _pairs(rows: Sequence[int], classes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield each row, given as classes, with the tags that count one of them."""
    return ((row, tag) for row, mine in enumerate(rows) for tag, counted in enumerate(classes) if mine & counted)


def _about(covered: NDArray[np.bool_]) -> NDArray[np.uint64]:
    """uint64 (n_products, w): the tags about each product as bits, of bool (n_tags, n_products)."""
    count, products = covered.shape
    padded = np.zeros((products, max(-(-count // 64), 1) * 64), np.bool_)
    padded[:, :count] = covered.T
    return np.packbits(padded, axis=1, bitorder="little").view("<u8").astype(np.uint64)
