"""Events: the append-only log, and the fold of each person's state in the same transaction."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import orjson
from sqlalchemy import Connection, func, select

from service.stores.database import Database
from service.stores.new_events import Attributed, NewEvent, Status, Stored, Verdict
from service.stores.rejected import PROBLEMS, Refusal, keep
from service.stores.states import States
from service.stores.tables import EVENTS, EXPOSURES
from service.stores.upsert import insert_new
from slotwise import person
from slotwise.errors import EventConflictError, PersonErasedError, SlotwiseError
from slotwise.events import Event, EventType

__all__ = ["Admit", "Attributed", "Events", "NewEvent", "Status", "Stored", "Verdict"]

WINDOW_MS = 86_400_000
"""Attribution window of a touchpoint that the caller gives none for, ms."""

Admit = Callable[[Connection, Sequence[NewEvent]], Sequence[NewEvent | None]]
"""Looks at a batch within its transaction: returns each event, perhaps for another person, or None when its person was
erased. What it changes (links between identities) is stored with the events or not at all."""

_FIELDS = (
    "event_id", "person_id", "type", "occurred_at", "product_id", "content_id", "touchpoint", "slot", "decision_id",
    "session", "scene", "value", "currency",
)  # fmt: skip


class Events:
    """The log of events."""

    def __init__(self, database: Database, states: States, admit: Admit | None = None):
        self._database = database
        self._states = states
        self.admit = admit

    def add(
        self,
        new: Sequence[NewEvent],
        windows: Mapping[str, int] | None = None,
        refusals: Sequence[Refusal] = (),
        keep_refused: bool = True,
    ) -> list[Verdict]:
        """Store events and fold them into their persons' states, all or none; raise StoreError.

        Returns a verdict for each, in order; an event id counts once. `windows` is how long after an exposure an event
        may be attributed to it, ms, by touchpoint. `refusals` are kept in the same transaction, and so is what is
        refused here unless `keep_refused` is false.
        """
        with self._database.write() as connection:
            if refusals:
                keep(connection, refusals)
            admitted = self.admit(connection, new) if self.admit else new
            verdicts, folded = [], list[tuple[int, Event]]()
            for given, each in zip(new, admitted, strict=True):
                verdict = Verdict(Status.ERASED)
                if each is not None:
                    each = self._attributed(connection, each, windows or {})
                    verdict = self._store(connection, each, folded)
                if keep_refused and verdict.status in PROBLEMS:
                    keep(connection, [refusal(given, verdict.status)])
                verdicts.append(verdict)
            self._fold(connection, folded)
        return verdicts

    def since(self, seq: int, occurred_at: int, limit: int) -> list[Stored]:
        """Return at most `limit` events after a place of the log that occurred at or after a moment (ms UTC).

        Repeated exposures are left out: they count nowhere.
        """
        query = (
            select(EVENTS)
            .where(EVENTS.c.seq > seq, EVENTS.c.occurred_at >= occurred_at, EVENTS.c.repeated == 0)
            .order_by(EVENTS.c.seq)
            .limit(limit)
        )
        return [_stored(row) for row in self._database.rows(query, {})]

    def last(self) -> int:
        """Return the last place of the log, 0 when it is empty; raise StoreError."""
        row = self._database.row(select(func.max(EVENTS.c.seq)), {})
        return int(row[0] or 0)

    def _store(self, connection: Connection, new: NewEvent, folded: list[tuple[int, Event]]) -> Verdict:
        event = new.event
        before = connection.execute(select(EVENTS.c.digest).where(EVENTS.c.event_id == event.event_id)).first()
        if before is not None:
            same = before[0] is None or new.digest is None or bytes(before[0]) == new.digest
            return Verdict(Status.DUPLICATE if same else Status.CONFLICT)
        repeated = self._expose(connection, event)
        row = {name: getattr(event, name) for name in _FIELDS}
        row |= {name: getattr(new, name) for name in ("received_at", "digest", "skew_ms", "attributed")}
        row["context"] = orjson.dumps(dict(event.context)).decode()
        row["properties"] = orjson.dumps(new.properties).decode()
        row["identities"] = orjson.dumps(dict(new.identities)).decode() if new.identities else None
        row["repeated"] = int(repeated)
        stored = connection.execute(EVENTS.insert(), row).inserted_primary_key
        if not repeated and stored:
            folded.append((stored[0], event))
        return Verdict(Status.ACCEPTED, new.attributed)

    def _expose(self, connection: Connection, event: Event) -> bool:
        """Note an exposure; tell whether it was noted before."""
        if event.type != EventType.EXPOSURE.value or event.decision_id is None or event.content_id is None:
            return False
        row = {name: getattr(event, name) for name in ("decision_id", "content_id", "person_id", "touchpoint")}
        row |= {"slot": event.slot or 0, "product_id": event.product_id, "at": event.occurred_at}
        return connection.execute(insert_new(self._database, EXPOSURES), row).rowcount == 0

    def _attributed(self, connection: Connection, new: NewEvent, windows: Mapping[str, int]) -> NewEvent:
        event = new.event
        if event.decision_id or not event.content_id or not event.person_id or event.type == EventType.EXPOSURE.value:
            return new
        query = select(EXPOSURES).where(
            EXPOSURES.c.person_id == event.person_id, EXPOSURES.c.content_id == event.content_id
        )
        found = [
            each
            for each in connection.execute(query)
            if 0 <= event.occurred_at - each.at <= windows.get(each.touchpoint or "", WINDOW_MS)
        ]
        if len(found) != 1:
            return new
        only = found[0]
        attributed = replace(
            event,
            decision_id=only.decision_id,
            slot=only.slot or event.slot,
            touchpoint=only.touchpoint or event.touchpoint,
            product_id=event.product_id or only.product_id,
        )
        return replace(new, event=attributed, attributed=Attributed.INFERRED)

    def _fold(self, connection: Connection, folded: list[tuple[int, Event]]) -> None:
        states = {each.person_id: self._states.get_for_update(connection, each.person_id) for _, each in folded}
        for _, each in folded:
            states[each.person_id] = person.apply(states[each.person_id], each)
        self._states.put(connection, states.values(), max((seq for seq, _ in folded), default=0))


_REFUSED: dict[Status, SlotwiseError] = {
    Status.CONFLICT: EventConflictError("this id was used for an event that says something else"),
    Status.ERASED: PersonErasedError("the event is about a person who was erased"),
}


def refusal(new: NewEvent, status: Status) -> Refusal:
    """Return how a conflict, or an event of an erased person, is kept; of the latter nothing but that it came."""
    problem = PROBLEMS[status]
    if status is Status.ERASED:
        return Refusal(new.received_at, problem["code"], problem, b"")
    return Refusal(new.received_at, problem["code"], problem, new.body, new.event.event_id)


def _stored(row: Any) -> Stored:
    values = {name: getattr(row, name) for name in _FIELDS}
    return Stored(row.seq, Event(**values, context=orjson.loads(row.context)))
