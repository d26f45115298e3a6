"""Persons' states: one packed blob a person, read from the store of copies first where there is one.

Where there is none, a process keeps the states that it has unpacked lately, and asks the row at each read whether it is
still the one that it knows. So a change, by whomever, is seen at once.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, select

from service.stores.connections import driver_of
from service.stores.copies import Copies
from service.stores.database import Database
from service.stores.folding import ABSENT, Stored, Written, next_revision
from service.stores.log_sql import Standing
from service.stores.recent_states import RecentStates
from service.stores.redis import Copy
from service.stores.tables import STATES
from slotwise import person
from slotwise.person import PersonState
from slotwise.person_packing import pack, unpack

_GET = (
    "SELECT CASE WHEN revision = ? AND seq = ? THEN NULL ELSE state END, seq, revision "
    "FROM person_states WHERE person_id = ?"
)
"""The state is left out where it is known as of this revision."""
_UNKNOWN = (-1, -1)
"""Revision and place of the log that no row has."""


class Read(NamedTuple):
    """A state, and the last place of the log that was folded into it, 0 for none."""

    state: PersonState
    seq: int


class States:
    """Reads and writes persons' states; every write is within the caller's transaction."""

    def __init__(self, database: Database, copies: Copies | None = None):
        self._database = database
        self._copies = copies
        self._recent = RecentStates()

    def get(self, person_id: str) -> PersonState:
        """Return the state of a person, empty when nothing is stored; raise StoreError or StateError.

        Somebody who was merged into another has an empty state with that one's id.
        """
        return self.read(person_id).state

    def read(self, person_id: str) -> Read:
        """Return the state of a person as `get` does, with its last place of the log."""
        if self._copies:
            return self._copied(self._copies, person_id)
        recent = self._recent.get(person_id)
        row = self._database.quick(_GET, (*(_UNKNOWN if recent is None else recent.version), person_id))
        if row is None:
            self._recent.drop(person_id)
            return Read(person.empty(person_id), 0)
        blob, seq, revision = row
        if blob is None and recent is not None:
            return Read(recent.state, seq)
        state = unpack(blob)
        self._recent.keep(person_id, (revision, seq), state, len(blob))
        return Read(state, seq)

    def forget(self) -> None:
        """Drop the states from memory that were not read anew for long."""
        self._recent.forget()

    def _copied(self, copies: Copies, person_id: str) -> Read:
        copy = copies.get(person_id)
        if copy is not None:
            return Read(unpack(copy[0]), copy[1])
        row = self._database.quick(_GET, (*_UNKNOWN, person_id))
        if row is None:
            return Read(person.empty(person_id), 0)
        blob, seq, revision = row
        copies.fill(Copy(person_id, blob, revision, seq))
        return Read(unpack(blob), seq)

    def some(self, most: int) -> list[str]:
        """Return the ids of at most so many persons, in the order of their ids; raise StoreError."""
        rows = self._database.rows(select(STATES.c.person_id).order_by(STATES.c.person_id).limit(most), {})
        return [row[0] for row in rows]

    def packed(self, person_ids: Collection[str]) -> Mapping[str, tuple[Standing, bytes]]:
        """Return those states that are in the database, packed, and how they stand; raise StoreError."""
        return self.stored(person_ids).states

    def stored(self, person_ids: Collection[str]) -> Stored:
        """Return the same, and the version of the database before; raise StoreError."""
        log = self._database.log

        def read(driver: Any) -> Stored:
            version = log.version(driver)
            return Stored(log.states(driver, person_ids), version)

        found: Stored = self._database.with_driver(read)
        return found

    def put(self, connection: Connection, states: Iterable[PersonState], seq: int = 0) -> None:
        """Store states; `seq` is the last place of the log that was folded into them."""
        self.put_packed(connection, [(state.person_id, pack(state)) for state in states], seq)

    def put_packed(self, connection: Connection, rows: Sequence[tuple[str, bytes]], seq: int = 0) -> None:
        """Store states that are packed already, as person id and blob."""
        driver: Any = driver_of(connection)
        standing = self._database.log.standing(driver, [name for name, _ in rows])
        written = [_written(name, blob, standing.get(name, ABSENT), seq) for name, blob in rows]
        self._database.log.put(driver, written)
        self.note(connection, written)

    def delete(self, connection: Connection, person_ids: Collection[str]) -> int:
        """Delete states and their copies; return how many there were."""
        names = list(person_ids)
        standing = self._database.log.standing(driver_of(connection), names)
        found = connection.execute(delete(STATES).where(STATES.c.person_id.in_(names)))
        self.note(connection, [_written(each, b"", standing.get(each, ABSENT), 0) for each in names])
        return int(found.rowcount)

    def note(self, connection: Connection, written: Sequence[Written]) -> None:
        """Have states that are being written copied, once they are."""
        if self._copies:
            self._copies.note(connection, [Copy(*each) for each in written])


def _written(name: str, blob: bytes, standing: Standing, seq: int) -> Written:
    return Written(name, blob, next_revision(standing.revision), max(standing.seq, seq))
