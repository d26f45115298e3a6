"""Decisions and the answers that may be asked for again."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import delete

from service.stores.database import Database
from service.stores.tables import ANSWERS, DECISIONS
from service.stores.upsert import insert_new

_RECORD = "SELECT record FROM decisions WHERE decision_id = ?"
_ANSWER = "SELECT person_id, decided_at, decision_id, body FROM answers WHERE request_id = ?"


@dataclass(frozen=True)
class Answered:
    """An answer as it was sent: to whom, when (ms UTC), under which decision id, its JSON body."""

    person_id: str
    decided_at: int
    decision_id: str
    body: bytes


@dataclass(frozen=True)
class Logged:
    """One decision as it is logged; `record` is JSON; `request_id` is set when a repeat is to get the same answer."""

    decision_id: str
    decided_at: int
    person_id: str
    record: bytes
    request_id: str | None = None
    body: bytes = b""


class Decisions:
    """The log of decisions."""

    def __init__(self, database: Database):
        self._database = database

    def add(self, logged: Iterable[Logged]) -> None:
        """Store decisions, all or none; raise StoreError."""
        rows = list(logged)
        decisions = [
            {name: getattr(each, name) for name in ("decision_id", "decided_at", "person_id", "record")}
            for each in rows
        ]
        names = ("request_id", "decided_at", "person_id", "decision_id", "body")
        answers = [{name: getattr(each, name) for name in names} for each in rows if each.request_id is not None]
        with self._database.write() as connection:
            if decisions:
                connection.execute(insert_new(self._database, DECISIONS), decisions)
            if answers:
                connection.execute(insert_new(self._database, ANSWERS), answers)

    def record(self, decision_id: str) -> bytes | None:
        """Return the record of a decision as JSON, or None; raise StoreError."""
        row = self._database.quick(_RECORD, (decision_id,))
        return None if row is None else bytes(row[0])

    def answered(self, request_id: str) -> Answered | None:
        """Return the answer to a request id that is still kept, or None; raise StoreError."""
        row = self._database.quick(_ANSWER, (request_id,))
        return None if row is None else Answered(row[0], row[1], row[2], bytes(row[3]))

    def forget_answers(self, before: int) -> None:
        """Drop the answers given before a moment (ms UTC); raise StoreError."""
        with self._database.write() as connection:
            connection.execute(delete(ANSWERS).where(ANSWERS.c.decided_at < before))
