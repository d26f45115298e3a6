"""The log by day, for whoever copies it: which days have how much, and the rows of one day in the order of time."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from sqlalchemy import func, select

from service.stores.database import Database
from service.stores.tables import ASSIGNMENTS, DECISIONS, EVENTS, STATES
from slotwise import log
from slotwise.events import CONSENT

DAY = 86_400_000
"""ms."""
EVENT_ROW = (*log.EVENT_COLUMNS, log.RECEIVED_AT, log.ATTRIBUTED, "properties", "context", "seq")
"""Columns of an event as `events_of` gives it; the second one is its time."""
_EVENTS = (
    f"SELECT {', '.join(EVENT_ROW)} FROM events WHERE occurred_at >= ? AND occurred_at < ? "
    "AND (occurred_at > ? OR (occurred_at = ? AND seq > ?)) AND repeated = 0 AND type <> ? "
    "ORDER BY occurred_at, seq LIMIT ?"
)
_AT_ONCE = 500
"""Persons looked up in one query."""


class DayOf(NamedTuple):
    """How much a day of the log holds: rows, and the last one's seq or id. Equal figures mean an unchanged day."""

    rows: int
    last: int | str


class LogDays:
    """Reads the log in bites: no read lasts longer than a batch."""

    def __init__(self, database: Database, batch: int = 20_000):
        self._database = database
        self._batch = batch

    def events(self) -> dict[int, DayOf]:
        """Return what every day (days since 1970 UTC, by the time of the event) holds; raise StoreError."""
        return self._days(EVENTS.c.occurred_at, EVENTS.c.seq)

    def decisions(self) -> dict[int, DayOf]:
        """Return what every day (days since 1970 UTC) holds; raise StoreError."""
        return self._days(DECISIONS.c.decided_at, DECISIONS.c.decision_id)

    def assignments(self) -> dict[int, DayOf]:
        """Return what every day (days since 1970 UTC) holds; raise StoreError."""
        return self._days(ASSIGNMENTS.c.decided_at, ASSIGNMENTS.c.decision_id)

    def events_of(self, day: int) -> Iterator[list[tuple[Any, ...]]]:
        """Give the events of a day by time and seq as tuples of EVENT_ROW, without consents and what was repeated;
        raise StoreError."""
        at, seq, until = day * DAY, -1, (day + 1) * DAY
        while found := self._database.quick_rows(_EVENTS, (at, until, at, at, seq, CONSENT, self._batch)):
            yield found
            at, seq = found[-1][1], found[-1][-1]

    def consents(self) -> Iterator[list[Any]]:
        """Give the rows in which persons say what they allow, in the order of arrival; raise StoreError."""
        last = 0
        while True:
            query = select(EVENTS).where(EVENTS.c.seq > last, EVENTS.c.type == CONSENT).order_by(EVENTS.c.seq)
            found = self._database.rows(query.limit(self._batch), {})
            if not found:
                return
            yield found
            last = found[-1].seq

    def states(self) -> Iterator[list[Any]]:
        """Give person_id, packed state and merged_into of everybody, by id; raise StoreError."""
        last = ""
        while True:
            query = select(STATES.c.person_id, STATES.c.state, STATES.c.merged_into).where(STATES.c.person_id > last)
            found = self._database.rows(query.order_by(STATES.c.person_id).limit(self._batch), {})
            if not found:
                return
            yield found
            last = found[-1].person_id

    def days_of(self, persons: Iterable[str]) -> tuple[set[int], set[int], set[int]]:
        """Return the days on which persons have events, those on which decisions were made for them, and those on
        which these were part of experiments."""
        wanted, events, decisions, assignments = list(persons), set[int](), set[int](), set[int]()
        for start in range(0, len(wanted), _AT_ONCE):
            some = wanted[start : start + _AT_ONCE]
            for found, who, at in (
                (events, EVENTS.c.person_id, EVENTS.c.occurred_at),
                (decisions, DECISIONS.c.person_id, DECISIONS.c.decided_at),
                (assignments, ASSIGNMENTS.c.person_id, ASSIGNMENTS.c.decided_at),
            ):
                rows = self._database.rows(select((at // DAY).label("day")).where(who.in_(some)).distinct(), {})
                found.update(int(row.day) for row in rows)
        return events, decisions, assignments

    def _days(self, at: Any, last: Any) -> dict[int, DayOf]:
        day = (at // DAY).label("day")
        rows = self._database.rows(select(day, func.count().label("n"), func.max(last).label("last")).group_by(day), {})
        return {int(row.day): DayOf(row.n, row.last) for row in rows}
