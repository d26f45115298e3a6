"""Histories: a person's past as of any moment, straight from the columns of the log.

The vectorised twin of the fold: it gives the very moments that `slotwise.moment.of_state` gives for a
state folded event by event, without a Python object per event.
"""

import numpy as np
from numpy.typing import NDArray

from slotwise.events import KIND_CODE, KINDS, EventType
from slotwise.interactions import Interactions
from slotwise.moment import Moment, blank
from slotwise.person import HISTORY, SHOWN

_SHOWN = (KIND_CODE[EventType.EXPOSURE], KIND_CODE[EventType.DISMISS])


class Histories:
    """All persons' events, person by person and in the order of time."""

    def __init__(self, events: Interactions, persons: int):
        rows = np.flatnonzero(events.person >= 0)
        rows = rows[np.argsort(events.person[rows], kind="stable")]
        shown = np.isin(events.kind[rows], _SHOWN)
        self.all = _Sorted(events, rows, persons)
        self.touched = _Sorted(events, rows[~shown & (events.product[rows] >= 0)], persons)
        self.shown = _Sorted(events, rows[shown & (events.content[rows] >= 0)], persons)

    def moment(self, person: int, now: int, facets: NDArray[np.int32], numbers: NDArray[np.float32]) -> Moment:
        """Return the moment of a person code (-1 for somebody unknown) strictly before `now` (ms UTC)."""
        if person < 0:
            return blank(now, facets, numbers)
        past, seen, ever = self.touched.until(person, now), self.shown.until(person, now), self.all.until(person, now)
        if past.stop - past.start > HISTORY:
            past = slice(past.stop - HISTORY, past.stop)
        if seen.stop - seen.start > SHOWN:
            seen = slice(seen.stop - SHOWN, seen.stop)
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
        )


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

    def until(self, person: int, now: int) -> slice:
        """Return the rows of a person strictly before `now`."""
        start, end = int(self.start[person]), int(self.start[person + 1])
        return slice(start, start + int(np.searchsorted(self.time[start:end], now, side="left")))
