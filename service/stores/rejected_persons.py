"""Rejected events of a person: they name nobody in a column, so each body is looked into."""

from collections.abc import Iterator, Sequence
from typing import Any

import orjson
from sqlalchemy import Connection, delete, select

from service.stores.database import Database
from service.stores.tables import REJECTED

_AT_ONCE = 500
_TELLING = 8
"""An id of so many characters stands in a text because it is meant; a shorter one may stand there by chance."""


def rejected_of(database: Database, ids: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Yield the rejected events that are about a person's ids; raise StoreError."""
    after = 0
    while page := database.rows(_page(after), {}):
        yield from (dict(row._mapping) for row in page if mentions(row.body, row.problem, ids))
        after = page[-1].id


def remove_rejected(connection: Connection, ids: Sequence[str]) -> int:
    """Delete the rejected events that are about a person's ids within a transaction, and return how many."""
    after, found = 0, list[int]()
    while page := connection.execute(_page(after)).fetchall():
        found += [row.id for row in page if mentions(row.body, row.problem, ids)]
        after = page[-1].id
    for start in range(0, len(found), _AT_ONCE):
        connection.execute(delete(REJECTED).where(REJECTED.c.id.in_(found[start : start + _AT_ONCE])))
    return len(found)


def mentions(body: bytes, problem: str, ids: Sequence[str]) -> bool:
    """Tell whether a body as it was sent, or the problem that it was told, is about one of the ids."""
    wanted = set(ids)
    if not wanted.isdisjoint(_named(body)):
        return True
    text = bytes(body).decode("utf-8", "replace") + problem
    return any(spelled in text for each in ids for spelled in _spelled(each))


def _named(body: bytes) -> Iterator[str]:
    """The ids that an event in the right shape names."""
    try:
        event = orjson.loads(body)
    except orjson.JSONDecodeError:
        return
    person = event.get("person") if isinstance(event, dict) else None
    if not isinstance(person, dict):
        return
    if isinstance(person.get("id"), str):
        yield person["id"]
    identities = person.get("identities")
    if isinstance(identities, dict):
        yield from (f"{namespace}:{value}" for namespace, value in identities.items())


def _spelled(person_id: str) -> Iterator[str]:
    """How an id may stand in a text, also in one that is cut off or no JSON: as it is, and with its escapes."""
    value = person_id.partition(":")[2] or person_id
    for each in {person_id, value}:
        if len(each) >= _TELLING:
            yield each
            yield orjson.dumps(each).decode()[1:-1]
            yield each.encode("ascii", "backslashreplace").decode()


def _page(after: int) -> Any:
    return select(REJECTED).where(REJECTED.c.id > after).order_by(REJECTED.c.id).limit(_AT_ONCE)
