"""Erasures: everything about a person is deleted in one transaction, with a receipt that names nobody.

What has to be done outside of the database comes after it and can be repeated: until then the receipt knows the ids.
"""

import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Row, select, update

from service.stores.database import Database
from service.stores.identities import members, roots
from service.stores.locks import PATIENCE, alone, patient
from service.stores.person_rows import HELD, remove
from service.stores.rejected_persons import remove_rejected
from service.stores.scrub import scrub
from service.stores.states import States
from service.stores.tables import ERASURES, UNCOPIED
from service.stores.tombstones import Tombstones
from slotwise.errors import UnknownErasureError, UnknownPersonError

_WAIT = 3.0
"""Seconds in which a store of copies should have heard of it."""


@dataclass(frozen=True)
class Erasure:
    """A receipt: when it was asked for and completed (ms UTC), by which key, and how many rows of each table went.

    `pending` are the ids, until nothing is left to be done for which they are needed.
    """

    receipt: str
    asked_at: int
    by: str | None
    completed_at: int | None
    deleted: dict[str, int]
    pending: tuple[str, ...] = ()


class Erasures:
    """Erases persons, and keeps the receipts."""

    def __init__(self, database: Database, tombstones: Tombstones, states: States):
        self._database = database
        self._tombstones = tombstones
        self._states = states

    def begin(self, person_id: str, at: int, by: str | None) -> str:
        """Delete everything about a person (ms UTC) and return the receipt's number.

        Raises StoreError, and then nothing was deleted, or UnknownPersonError when there was nothing.
        """
        receipt = f"er_{secrets.token_hex(12)}"
        with self._database.write(PATIENCE) as connection:
            alone(connection)
            patient(connection)
            ids = members(connection, roots(connection, [person_id])[person_id])
            deleted = {name: remove(connection, name, ids) for name in HELD if name != "person_states"}
            deleted["rejected_events"] = remove_rejected(connection, ids)
            deleted["person_states"] = self._states.delete(connection, ids)
            if not any(deleted.values()):
                raise UnknownPersonError("nothing is known of this person", given=person_id)
            self._tombstones.bury(connection, ids, at, receipt)
            row = {"receipt": receipt, "asked_at": at, "by": by, "deleted": orjson.dumps(deleted).decode()}
            connection.execute(ERASURES.insert(), {**row, "pending": orjson.dumps(ids).decode()})
        return receipt

    def get(self, receipt: str) -> Erasure:
        """Return a receipt; raise UnknownErasureError or StoreError."""
        row = self._database.row(select(ERASURES).where(ERASURES.c.receipt == receipt), {})
        if row is None:
            raise UnknownErasureError("there is no such receipt", given=receipt)
        return _erasure(row)

    def open(self) -> Sequence[str]:
        """Return the receipts of erasures that are not completed; raise StoreError."""
        query = select(ERASURES.c.receipt).where(ERASURES.c.completed_at.is_(None)).order_by(ERASURES.c.asked_at)
        return [str(row[0]) for row in self._database.rows(query, {})]

    def copied(self, ids: Sequence[str], seconds: float = _WAIT) -> bool:
        """Tell whether no copy of a state of these ids is left in another store, after a while; raise StoreError."""
        query = select(UNCOPIED.c.person_id).where(UNCOPIED.c.person_id.in_(ids)).limit(1)
        until = time.monotonic() + seconds
        while self._database.rows(query, {}):
            if time.monotonic() > until:
                return False
            time.sleep(0.05)
        return True

    def forget(self, receipt: str) -> None:
        """Drop the ids from a receipt: they are not needed any more; raise StoreError."""
        with self._database.write() as connection:
            connection.execute(update(ERASURES).where(ERASURES.c.receipt == receipt).values(pending=None))

    def scrub(self, tables: Sequence[str]) -> None:
        """Drop what was deleted from the database's files; raise StoreError."""
        scrub(self._database, tables)

    def complete(self, receipt: str, at: int) -> None:
        """Note that nothing is left to be done (ms UTC); raise StoreError."""
        with self._database.write() as connection:
            connection.execute(update(ERASURES).where(ERASURES.c.receipt == receipt).values(completed_at=at))


TOUCHED = (*HELD, "rejected_events", "uncopied_states", "erasures")
"""Tables from whose files an erasure has to vanish."""


def _erasure(row: Row[Any]) -> Erasure:
    pending = () if row.pending is None else tuple(orjson.loads(row.pending))
    return Erasure(row.receipt, row.asked_at, row.by, row.completed_at, orjson.loads(row.deleted), pending)
