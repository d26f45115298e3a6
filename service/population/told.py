"""What the pasts of many persons tell, column by column: the facts of `slotwise.standing_facts` for all rows of a part.

A row has the same values as the moment of that person would give; NaN where a fact is unknown.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from service.population.layout import NEVER, NONE
from service.population.part import Part
from slotwise import standing_calls
from slotwise.catalog import Catalog
from slotwise.conditions import Column, Numbers, Texts
from slotwise.events import KIND_CODE, EventType
from slotwise.layers import Layer
from slotwise.strings import StringTable

_DAY = 86_400_000
_CONVERT = KIND_CODE[EventType.CONVERT]
_SHOWN = (f"({EventType.EXPOSURE.value},", f"({EventType.DISMISS.value},")
_LAYERS = tuple(each.value for each in (Layer.VISITOR, Layer.PAYER, Layer.LOYAL))
_LARGEST = float(np.finfo(np.float32).max)
Floats = NDArray[np.float64]


@dataclass
class Past:
    """The pasts of a part's n persons, before `now` (ms UTC) and of products that the catalogue knows."""

    part: Part
    catalog: Catalog
    now: int

    @cached_property
    def products(self) -> NDArray[np.int32]:
        """int32 (h,): product of each interaction in the catalogue, -1 where it knows none."""
        return self._codes(self.part.history.product)

    @cached_property
    def start(self) -> NDArray[np.int64]:
        """int64 (n + 1,): where each person's interactions begin."""
        return np.asarray(self.part.history.offsets)

    def call(self, key: str) -> Floats:
        """float64 (n,): what `times` or `days_since` says, by the key of the call; raise LookupError for another."""
        if any(each in key for each in _SHOWN):
            return self._of_shown(key)
        past = self.part.history
        return standing_calls.over(key, self.now, self.start, self.products, past.kind, past.time, self.catalog)

    def fact(self, name: str) -> Column | None:
        """Return the column of a fact `state.<name>`, None for one that is not told by the past."""
        if name == "layer":
            return Texts(self._layer(), _LAYERS)
        make = getattr(self, f"_{name}", None) if name in TOLD else None
        return None if make is None else Numbers(make())

    def _layer(self) -> NDArray[np.int8]:
        paid = self.part.array("payer_at") < self.now
        loyal = paid & (self.part.array("loyal_at") < self.now)
        return paid.astype(np.int8) + loyal.astype(np.int8)

    def _purchases(self) -> Floats:
        return self.part.array("totals")[:, _CONVERT].astype(np.float64)

    def _spend(self) -> Floats:
        values = self.part.history.value[self._bought].clip(-_LARGEST, _LARGEST).astype(np.float32)
        return np.bincount(self._buyer, values.astype(np.float64), len(self.part)).astype(np.float64)

    def _days_since_first(self) -> Floats:
        first = self.part.array("first_at")
        known = self.part.array("totals").any(axis=1)
        days = (self.now - np.minimum(np.where(first == NONE, self.now, first), self.now)) / _DAY
        return np.where(known, days, np.nan)

    def _days_since_last(self) -> Floats:
        return self._days_since(np.flatnonzero(self._counts))

    def _days_since_purchase(self) -> Floats:
        return self._days_since(self._bought)

    def _days_to_second_purchase(self) -> Floats:
        first, second = self.part.array("payer_at"), self.part.array("second_at")
        known = (second != NEVER) & (second < self.now)
        found = np.full(len(self.part), np.nan)
        found[known] = (second[known] - first[known]) / _DAY
        return found

    def _categories_bought(self) -> Floats:
        categories = self.catalog.products.category[self.products[self._bought]].astype(np.int64)
        width = len(self.catalog.products.categories) + 1
        pairs = np.unique(self._buyer[categories >= 0] * width + categories[categories >= 0])
        return np.bincount(pairs // width, minlength=len(self.part)).astype(np.float64)

    def _interactions(self) -> Floats:
        before = np.concatenate([[0], np.cumsum(self._counts)])
        return (before[self.start[1:]] - before[self.start[:-1]]).astype(np.float64)

    @cached_property
    def _counts(self) -> NDArray[np.bool_]:
        """bool (h,): the interactions that a moment would hold."""
        return (self.products >= 0) & (self.part.history.time < self.now)

    @cached_property
    def _bought(self) -> NDArray[np.intp]:
        """Places of the conversions."""
        return np.flatnonzero((self.part.history.kind == _CONVERT) & self._counts)

    @cached_property
    def _buyer(self) -> NDArray[np.int64]:
        """int64: the row of the person of each conversion."""
        return self._owner(self._bought)

    def _owner(self, places: NDArray[np.intp]) -> NDArray[np.int64]:
        return (np.searchsorted(self.start, places, side="right") - 1).astype(np.int64)

    def _days_since(self, places: NDArray[np.intp]) -> Floats:
        """float64 (n,): days since the last of the interactions at some places, NaN without one."""
        found = np.full(len(self.part), np.nan)
        # Places run from old to new, so the last one of a person is what stays.
        found[self._owner(places)] = (self.now - self.part.history.time[places]) / _DAY
        return found

    def _of_shown(self, key: str) -> Floats:
        """What a call of exposures or dismissals says: as if they were interactions with the contents' products."""
        shown, contents = self.part.shown, self.catalog.contents
        codes = codes_of(self.part.contents, contents.ids)
        content = codes[shown.content] if len(codes) else np.zeros(0, np.int32)
        product = np.where(content >= 0, contents.product[content], -1).astype(np.int32)
        kind = EventType.DISMISS if _SHOWN[1] in key else EventType.EXPOSURE
        wanted = shown.dismissed == (kind is EventType.DISMISS)
        asked = key.replace(f"({kind.value},", f"({EventType.VIEW.value},", 1)
        kinds = np.where(wanted, KIND_CODE[EventType.VIEW], KIND_CODE[EventType.CLICK]).astype(np.int8)
        return standing_calls.over(asked, self.now, shown.offsets, product, kinds, shown.time, self.catalog)

    def _codes(self, places: NDArray[np.int32]) -> NDArray[np.int32]:
        codes = codes_of(self.part.products, self.catalog.products.ids)
        return codes[places] if len(codes) else np.zeros(0, np.int32)


@lru_cache(maxsize=16)
def codes_of(names: StringTable, known: StringTable) -> NDArray[np.int32]:
    """int32: the place of each name among those that are known, -1 for none; the last few answers are kept."""
    return np.array([known.find(each) for each in names], np.int32)


TOLD = (
    "layer",
    "purchases",
    "spend",
    "days_since_first",
    "days_since_last",
    "days_since_purchase",
    "days_to_second_purchase",
    "categories_bought",
    "interactions",
)
"""Names of the facts that a past tells."""
