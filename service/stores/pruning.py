"""Pruning: dropping what is older than the installation wants to keep, in bites that nobody has to wait for."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Table, delete, select

from service.stores.carrying import carry
from service.stores.database import Database
from service.stores.tables import ASSIGNMENTS, DECISIONS, EVENTS, EXPOSURES, PRUNED, REFRESHES, REJECTED
from service.stores.upsert import upsert

BITE = 1_000
"""Rows that are dropped in one transaction."""


@dataclass(frozen=True)
class Part:
    """A part of the log: its table, the column of time that tells its age, and the key that its rows are dropped by."""

    table: Table
    at: Column[Any]
    key: tuple[Column[Any], ...]


PARTS = {
    # By arrival, which is the order of the key: a late event of long ago is as young as it is new.
    "events": Part(EVENTS, EVENTS.c.received_at, (EVENTS.c.seq,)),
    "exposures": Part(EXPOSURES, EXPOSURES.c.at, (EXPOSURES.c.decision_id, EXPOSURES.c.slot, EXPOSURES.c.content_id)),
    "decisions": Part(DECISIONS, DECISIONS.c.decided_at, (DECISIONS.c.decision_id,)),
    "assignments": Part(ASSIGNMENTS, ASSIGNMENTS.c.decided_at, (ASSIGNMENTS.c.decision_id, ASSIGNMENTS.c.experiment)),
    "refreshes": Part(REFRESHES, REFRESHES.c.made_at, (REFRESHES.c.boot, REFRESHES.c.number)),
    "rejected": Part(REJECTED, REJECTED.c.received_at, (REJECTED.c.id,)),
}
_BY_ARRIVAL = (EVENTS, REJECTED)


class Pruning:
    """Drops old rows of the log and notes up to when."""

    def __init__(self, database: Database):
        self._database = database

    def until(self) -> dict[str, int]:
        """Return up to which moment (ms UTC) each part was dropped; raise StoreError."""
        return {row.log: int(row.until) for row in self._database.rows(select(PRUNED), {})}

    def note(self, name: str, before: int) -> None:
        """Note that a part is being dropped up to a moment (ms UTC); raise StoreError."""
        if before > self.until().get(name, 0):
            with self._database.write() as connection:
                connection.execute(upsert(self._database, PRUNED), {"log": name, "until": before})

    def bite(self, name: str, before: int, most: int = BITE) -> int:
        """Drop at most so many rows of a part from before a moment (ms UTC) and return how many; raise StoreError."""
        part = PARTS[name]
        arrived = part.table in _BY_ARRIVAL
        query = select(*part.key, part.at.label("moment")).order_by(*(part.key if arrived else (part.at,))).limit(most)
        # Where the key is the order of arrival there is no index of time: the oldest are looked at, and that is all.
        rows = self._database.rows(query if arrived else query.where(part.at < before), {})
        keys = [tuple(row)[:-1] for row in rows if row.moment < before]
        if not keys:
            return 0
        with self._database.write() as connection:
            if part.table is EVENTS:
                carry(connection, [key[0] for key in keys])
            for key in keys:
                same = [column == value for column, value in zip(part.key, key, strict=True)]
                connection.execute(delete(part.table).where(*same))
        return len(keys)

    def drop(self, name: str, before: int, pause: Callable[[], object] = lambda: None) -> int:
        """Drop all rows of a part from before a moment (ms UTC), with a pause after each bite; raise StoreError."""
        dropped = 0
        self.note(name, before)
        while count := self.bite(name, before):
            dropped += count
            pause()
        return dropped
