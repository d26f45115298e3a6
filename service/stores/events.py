"""Events: the append-only log, and the fold of each person's state in the same transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import Connection, func, select

from service.stores.database import Database
from service.stores.states import States
from service.stores.tables import EVENTS
from service.stores.upsert import insert_new
from slotwise import person
from slotwise.events import Event

_FIELDS = (
    "event_id", "person_id", "type", "occurred_at", "product_id", "content_id", "touchpoint", "slot", "decision_id",
    "session", "scene", "value", "currency",
)  # fmt: skip


@dataclass(frozen=True)
class NewEvent:
    """An event that has been checked, with what the engine does not read."""

    event: Event
    received_at: int
    properties: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Stored:
    """An event with its place in the log."""

    seq: int
    event: Event


class Events:
    """The log of events."""

    def __init__(self, database: Database, states: States):
        self._database = database
        self._states = states

    def add(self, new: Sequence[NewEvent]) -> list[bool]:
        """Store events and fold them into their persons' states, all or none; raise StoreError.

        Returns for each whether it was new; an event id counts once, whatever else the event says.
        """
        with self._database.write() as connection:
            fresh = [self._insert(connection, each) for each in new]
            self._fold(connection, [each.event for each, is_new in zip(new, fresh, strict=True) if is_new])
        return fresh

    def since(self, seq: int, occurred_at: int, limit: int) -> list[Stored]:
        """Return at most `limit` events after a place of the log that occurred at or after a moment (ms UTC)."""
        query = (
            select(EVENTS)
            .where(EVENTS.c.seq > seq, EVENTS.c.occurred_at >= occurred_at)
            .order_by(EVENTS.c.seq)
            .limit(limit)
        )
        return [_stored(row) for row in self._database.rows(query, {})]

    def last(self) -> int:
        """Return the last place of the log, 0 when it is empty; raise StoreError."""
        row = self._database.row(select(func.max(EVENTS.c.seq)), {})
        return int(row[0] or 0)

    def _insert(self, connection: Connection, new: NewEvent) -> bool:
        row = {name: getattr(new.event, name) for name in _FIELDS}
        row["received_at"] = new.received_at
        row["context"] = orjson.dumps(dict(new.event.context)).decode()
        row["properties"] = orjson.dumps(new.properties).decode()
        return bool(connection.execute(insert_new(self._database, EVENTS), row).rowcount)

    def _fold(self, connection: Connection, events: list[Event]) -> None:
        states = {each.person_id: None for each in events}
        folded = {name: self._states.get_for_update(connection, name) for name in states}
        for each in events:
            folded[each.person_id] = person.apply(folded[each.person_id], each)
        self._states.put(connection, folded.values())


def _stored(row: Any) -> Stored:
    values = {name: getattr(row, name) for name in _FIELDS}
    return Stored(row.seq, Event(**values, context=orjson.loads(row.context)))
