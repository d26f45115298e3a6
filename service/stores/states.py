"""Persons' states: one packed blob a person."""

import time
from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects import postgresql, sqlite

from service.stores.database import Database
from service.stores.tables import STATES
from slotwise import person
from slotwise.person import PersonState
from slotwise.person_packing import pack, unpack

_GET = "SELECT state FROM person_states WHERE person_id = ?"


class States:
    """Reads and writes persons' states."""

    def __init__(self, database: Database):
        self._database = database

    def get(self, person_id: str) -> PersonState:
        """Return the state of a person, empty when nothing is stored; raise StoreError or StateError."""
        row = self._database.quick(_GET, (person_id,))
        return person.empty(person_id) if row is None else unpack(row[0])

    def some(self, most: int) -> list[str]:
        """Return the ids of at most so many persons, in the order of their ids; raise StoreError."""
        rows = self._database.rows(select(STATES.c.person_id).order_by(STATES.c.person_id).limit(most), {})
        return [row[0] for row in rows]

    def get_for_update(self, connection: Connection, person_id: str) -> PersonState:
        """Return the state of a person within a transaction that is going to write it."""
        blob = connection.execute(select(STATES.c.state).where(STATES.c.person_id == person_id)).scalar()
        return person.empty(person_id) if blob is None else unpack(blob)

    def put(self, connection: Connection, states: Iterable[PersonState], seq: int = 0) -> None:
        """Store states within a transaction; `seq` is the last place of the log that was folded into them."""
        self.put_packed(connection, ((state.person_id, pack(state)) for state in states), seq)

    def put_packed(self, connection: Connection, rows: Iterable[tuple[str, bytes]], seq: int = 0) -> None:
        """Store states that are packed already, as person id and blob, within a transaction."""
        now = int(time.time() * 1_000)
        found = [{"person_id": person_id, "state": blob, "revision": now, "seq": seq} for person_id, blob in rows]
        if found:
            connection.execute(_put(self._database), found)


@cache
def _put(database: Database) -> Any:
    # A revision is the moment of the write, and always more than the one before: also after a row was deleted.
    statement = (sqlite if database.sqlite else postgresql).insert(STATES)
    greater = func.max if database.sqlite else func.greatest
    given = statement.excluded
    values = {
        "state": given.state,
        "revision": greater(STATES.c.revision + 1, given.revision),
        "seq": greater(STATES.c.seq, given.seq),
    }
    return statement.on_conflict_do_update(index_elements=["person_id"], set_=values)
