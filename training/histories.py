"""Histories: a person's past as of any moment, straight from the columns of the log.

The vectorised twin of the fold: it gives the very moments that `slotwise.moment.of_state` gives for a
state folded event by event, without a Python object per event.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slotwise import layers
from slotwise.catalog import Catalog
from slotwise.events import KIND_CODE, KINDS, EventType
from slotwise.interactions import Interactions
from slotwise.moment import Moment, blank
from slotwise.person import HISTORY, SHOWN, Interaction, PersonState, Shown, empty
from training.dataset.consents import Consents

_SHOWN = (KIND_CODE[EventType.EXPOSURE], KIND_CODE[EventType.DISMISS])
_CONVERT = KIND_CODE[EventType.CONVERT]


class Histories:
    """All persons' events, person by person and in the order of time.

    Events of one person at one time stand in the order of their codes, which is the fold's own order as long as the
    catalogue is sorted by id.
    """

    def __init__(self, events: Interactions, persons: int, consents: Consents | None = None):
        self.events = events
        self.consents = consents or Consents()
        rows = np.flatnonzero(events.person >= 0)
        rows = rows[np.argsort(events.person[rows], kind="stable")]
        shown = np.isin(events.kind[rows], _SHOWN)
        self.all = _Sorted(events, rows, persons)
        touched = rows[~shown & (events.product[rows] >= 0)]
        exposed = rows[shown & (events.content[rows] >= 0)]
        as_touched = (events.touchpoint, events.value, events.kind, events.product)
        as_shown = (events.kind, events.touchpoint, events.content)
        self.touched = _Sorted(events, _ties_in_order(events, touched, as_touched), persons)
        self.shown = _Sorted(events, _ties_in_order(events, exposed, as_shown), persons)

    def moment(self, person: int, now: int, facets: NDArray[np.int32], numbers: NDArray[np.float32]) -> Moment:
        """Return the moment of a person code (-1 for somebody unknown) strictly before `now` (ms UTC).

        That of somebody who wanted no personal answers then is blank, as it was in the service.
        """
        if person < 0:
            return blank(now, facets, numbers)
        if not self.consents.personalize(person, now):
            return blank(now, *self.consents.impersonal(facets, numbers))
        past, seen = self.touched.until(person, now, HISTORY), self.shown.until(person, now, SHOWN)
        ever = self.all.until(person, now)
        touched, shown = self.touched, self.shown
        return Moment(
            now=now,
            products=touched.product[past],
            times=touched.time[past],
            kinds=touched.kind[past],
            values=touched.value[past],
            shown=shown.content[seen],
            shown_times=shown.time[seen],
            dismissed=shown.kind[seen] == KIND_CODE[EventType.DISMISS],
            totals=np.bincount(self.all.kind[ever], minlength=len(KINDS) + 1),
            first_at=int(self.all.time[ever.start]) if ever.stop > ever.start else now,
            facets=facets,
            numbers=numbers,
            conversions=self._conversions(ever),
            hidden=self.consents.hidden_at(person, now),
            where=(lambda: self._places(shown.row[seen]), lambda: self._places(touched.row[past])),
        )

    def state(
        self, person: int, now: int, person_id: str, catalog: Catalog, attributes: Mapping[str, str | float]
    ) -> PersonState:
        """Return the state that folding the person's events strictly before `now` (ms UTC) gives."""
        if person < 0:
            return empty(person_id, attributes)
        past, seen = self.touched.until(person, now, HISTORY), self.shown.until(person, now, SHOWN)
        ever, times = self.all.until(person, now), self.all.time
        known = ever.stop > ever.start
        folded = PersonState(
            person_id=person_id,
            history=self._interactions(past, catalog),
            shown=self._exposures(seen, catalog),
            totals=tuple(np.bincount(self.all.kind[ever], minlength=len(KINDS) + 1).tolist()),
            first_at=int(times[ever.start]) if known else None,
            last_at=int(times[ever.stop - 1]) if known else None,
            attributes=dict(attributes),
            conversions=self._conversions(ever),
        )
        return self.consents.apply(person, folded, now)

    def _conversions(self, ever: slice) -> tuple[int, ...]:
        return layers.first(self.all.time[ever][self.all.kind[ever] == _CONVERT].tolist())

    def _interactions(self, rows: slice, catalog: Catalog) -> tuple[Interaction, ...]:
        touched, ids = self.touched, catalog.products.ids
        names = [ids[code] for code in touched.product[rows]]
        at, kinds, values = touched.time[rows].tolist(), touched.kind[rows].tolist(), touched.value[rows].tolist()
        places = self._touchpoints(touched.row[rows], catalog)
        return tuple(sorted(map(Interaction, at, names, kinds, values, places)))

    def _exposures(self, rows: slice, catalog: Catalog) -> tuple[Shown, ...]:
        shown, contents, products = self.shown, catalog.contents, catalog.products.ids
        names = [contents.ids[code] for code in shown.content[rows]]
        about = [products[code] for code in contents.product[shown.content[rows]]]
        dismissed = (shown.kind[rows] == KIND_CODE[EventType.DISMISS]).tolist()
        places = self._touchpoints(shown.row[rows], catalog)
        return tuple(sorted(map(Shown, shown.time[rows].tolist(), names, about, places, dismissed)))

    def _places(self, rows: NDArray[np.intp]) -> NDArray[np.int32]:
        return self.events.touchpoint[rows].astype(np.int32)

    def _touchpoints(self, rows: NDArray[np.intp], catalog: Catalog) -> list[str]:
        return [catalog.touchpoints[code].touchpoint if code >= 0 else "" for code in self.events.touchpoint[rows]]


def _ties_in_order(events: Interactions, rows: NDArray[np.intp], keys: tuple[NDArray[Any], ...]) -> NDArray[np.intp]:
    """Order what one person did at one time by the keys, the last key first; everything else stays."""
    person, time = events.person[rows], events.time[rows]
    same = (person[1:] == person[:-1]) & (time[1:] == time[:-1])
    tied = np.flatnonzero(np.r_[False, same] | np.r_[same, False])
    if not len(rows) or not len(tied):
        return rows
    among, ordered = rows[tied], rows.copy()
    ordered[tied] = among[np.lexsort([key[among] for key in (*keys, events.time, events.person)])]
    return ordered


class _Sorted:
    """Columns of chosen rows, person by person; `start` int64 (persons + 1,) is where each person begins."""

    def __init__(self, events: Interactions, rows: NDArray[np.intp], persons: int):
        self.start = np.searchsorted(events.person[rows], np.arange(persons + 1)).astype(np.int64)
        self.product = events.product[rows]
        self.content = events.content[rows]
        self.time = events.time[rows]
        self.kind = events.kind[rows]
        self.value = events.value[rows]
        self.session = events.session[rows]
        self.row = rows

    def until(self, person: int, now: int, most: int | None = None) -> slice:
        """Return the rows of a person strictly before `now`, at most so many of the latest."""
        start, end = int(self.start[person]), int(self.start[person + 1])
        stop = start + int(np.searchsorted(self.time[start:end], now, side="left"))
        return slice(start if most is None else max(start, stop - most), stop)
