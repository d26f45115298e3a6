"""Person rows: every table that holds something about persons. What an export shows is what an erasure deletes."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, delete, or_, select

from service.stores.database import Database
from service.stores.tables import (
    ANSWERS,
    ASSIGNMENTS,
    AUDIENCE_MEMBERS,
    BASES,
    DECISIONS,
    EVENTS,
    EXPOSURES,
    LINK_ALARMS,
    MERGES,
    STATES,
    TASKS,
)

HELD: dict[str, tuple[Table, tuple[str, ...]]] = {
    "events": (EVENTS, ("person_id",)),
    "exposures": (EXPOSURES, ("person_id",)),
    "decisions": (DECISIONS, ("person_id",)),
    "assignments": (ASSIGNMENTS, ("person_id",)),
    "answers": (ANSWERS, ("person_id",)),
    "merges": (MERGES, ("child", "parent", "via")),
    "link_alarms": (LINK_ALARMS, ("subject", "person_id")),
    "audience_members": (AUDIENCE_MEMBERS, ("person_id",)),
    "tasks": (TASKS, ("person_id",)),
    "person_bases": (BASES, ("person_id",)),
    "person_states": (STATES, ("person_id",)),
}
"""Each table with the columns in which a person's ids stand; rejected events tell it only in their bodies."""
_MOST = 500
_AT_ONCE = 500


def rows(database: Database, name: str, ids: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table about a person's ids, few of them in memory at a time."""
    table = HELD[name][0]
    query = select(table).where(_about(name, ids)).order_by(*table.primary_key.columns)
    level = {"isolation_level": "AUTOCOMMIT"} if database.sqlite else {}
    with database.engine.connect().execution_options(yield_per=_AT_ONCE, **level) as connection:
        for row in connection.execute(query):
            yield {str(column): value for column, value in row._mapping.items()}


def remove(connection: Connection, name: str, ids: Sequence[str]) -> int:
    """Delete the rows of a table about a person's ids within a transaction, and return how many."""
    count = 0
    for start in range(0, len(ids), _MOST):
        count += connection.execute(delete(HELD[name][0]).where(_about(name, ids[start : start + _MOST]))).rowcount
    return count


def _about(name: str, ids: Sequence[str]) -> ColumnElement[bool]:
    table, columns = HELD[name]
    return or_(*(table.c[column].in_(ids) for column in columns))
