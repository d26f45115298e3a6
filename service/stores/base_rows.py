"""Base rows: with what the folds of persons' events begin, read and written."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, bindparam, delete, insert, select

from service.stores.tables import BASES
from slotwise.person import PersonState
from slotwise.person_packing import unpack

_WITHOUT = delete(BASES).where(BASES.c.person_id == bindparam("name"))


class BaseRow(NamedTuple):
    """A base, packed: the fold goes on with the events after the place `seq` of the log."""

    person_id: str
    seq: int
    state: bytes


def wanted(person_ids: Collection[str]) -> Select[Any]:
    """Return the query for the bases of persons' ids, which `by_id` reads."""
    return select(BASES.c.person_id, BASES.c.seq, BASES.c.state).where(BASES.c.person_id.in_(person_ids))


def by_id(rows: Iterable[Any]) -> dict[str, tuple[PersonState, int]]:
    """Return the states and the places of the log by id; raise StateError for a damaged one."""
    return {row.person_id: (unpack(row.state), row.seq) for row in rows}


def put(connection: Connection, rows: Sequence[BaseRow]) -> None:
    """Store bases over those that are there, within a transaction."""
    if rows:
        connection.execute(_WITHOUT, [{"name": each.person_id} for each in rows])
        connection.execute(insert(BASES), [each._asdict() for each in rows])
