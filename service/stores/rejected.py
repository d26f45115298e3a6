"""Refused events: kept as they were sent, with the reason, so that they can be corrected and sent again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Connection, insert, select, update

from service.problems import of_error
from service.stores.database import Database
from service.stores.new_events import Status
from service.stores.tables import REJECTED
from slotwise.errors import EventConflictError, PersonErasedError

PROBLEMS = {
    Status.CONFLICT: of_error(EventConflictError("this id was used for an event that says something else")),
    Status.ERASED: of_error(PersonErasedError("the event is about a person who was erased")),
}
"""The problem documents of events that the log itself refuses."""


@dataclass(frozen=True)
class Refusal:
    """An event that is refused: when it came (ms UTC), its id if it has a usable one, why, and its body as it was sent.

    `problem` is the problem document as the caller was told it.
    """

    received_at: int
    code: str
    problem: dict[str, Any]
    body: bytes
    event_id: str | None = None


@dataclass(frozen=True)
class Refused:
    """A refused event with its number; `resolved_at` (ms UTC) and `resolved_as` tell what became of it."""

    id: int
    refusal: Refusal
    resolved_at: int | None = None
    resolved_as: str | None = None


class Rejected:
    """The list of refused events."""

    def __init__(self, database: Database):
        self._database = database

    def add(self, refusals: Sequence[Refusal]) -> None:
        """Keep refused events, all or none; raise StoreError."""
        if refusals:
            with self._database.write() as connection:
                keep(connection, refusals)

    def page(
        self, after: int = 0, limit: int = 100, code: str | None = None, unresolved: bool = False
    ) -> list[Refused]:
        """Return at most `limit` refused events after a number, in their order; raise StoreError."""
        query = select(REJECTED).where(REJECTED.c.id > after).order_by(REJECTED.c.id).limit(limit)
        if code is not None:
            query = query.where(REJECTED.c.code == code)
        if unresolved:
            query = query.where(REJECTED.c.resolved_at.is_(None))
        return [_refused(row) for row in self._database.rows(query, {})]

    def get(self, number: int) -> Refused | None:
        """Return one refused event, or None; raise StoreError."""
        row = self._database.row(select(REJECTED).where(REJECTED.c.id == number), {})
        return None if row is None else _refused(row)

    def resolve(self, number: int, at: int, resolved_as: str) -> bool:
        """Note that a refused event was dealt with (ms UTC), once; tell whether this call did. Raises StoreError."""
        statement = update(REJECTED).where(REJECTED.c.id == number, REJECTED.c.resolved_at.is_(None))
        with self._database.write() as connection:
            found = connection.execute(statement.values(resolved_at=at, resolved_as=resolved_as))
            return found.rowcount == 1


def keep(connection: Connection, refusals: Sequence[Refusal]) -> None:
    """Keep refused events within a transaction."""
    rows = [
        {
            "received_at": each.received_at,
            "event_id": each.event_id,
            "code": each.code,
            "problem": orjson.dumps(each.problem, default=str).decode(),
            "body": each.body,
        }
        for each in refusals
    ]
    connection.execute(insert(REJECTED), rows)


def _refused(row: Any) -> Refused:
    refusal = Refusal(row.received_at, row.code, orjson.loads(row.problem), bytes(row.body), row.event_id)
    return Refused(row.id, refusal, row.resolved_at, row.resolved_as)
