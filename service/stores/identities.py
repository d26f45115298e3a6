"""Identities: which persons are one. Every event keeps the id it came with; a root stands for all ids of a person."""

from collections.abc import Collection

from sqlalchemy import Connection, select

from service.stores.database import Database
from service.stores.tables import STATES

_MOST = 500
"""Ids that are looked up in one query."""


class Identities:
    """Reads which person an id belongs to."""

    def __init__(self, database: Database):
        self._database = database

    def roots(self, ids: Collection[str]) -> dict[str, str]:
        """Return for every id the person that it belongs to, itself when it was never merged; raise StoreError."""
        found = {each: each for each in ids}
        for part in _parts(ids):
            found.update((row[0], row[1]) for row in self._database.rows(_merged(part), {}))
        return found

    def members(self, root: str) -> list[str]:
        """Return all ids of a person, the root first, the others sorted; raise StoreError."""
        return [root, *(row[0] for row in self._database.rows(_members(root), {}))]


def roots(connection: Connection, ids: Collection[str]) -> dict[str, str]:
    """Return the same as `Identities.roots`, within a transaction."""
    found = {each: each for each in ids}
    for part in _parts(ids):
        found.update((row[0], row[1]) for row in connection.execute(_merged(part)))
    return found


def members(connection: Connection, root: str) -> list[str]:
    """Return the same as `Identities.members`, within a transaction."""
    return [root, *(row[0] for row in connection.execute(_members(root)))]


def _parts(ids: Collection[str]) -> list[list[str]]:
    ordered = sorted(ids)
    return [ordered[start : start + _MOST] for start in range(0, len(ordered), _MOST)]


def _merged(ids: list[str]):
    wanted = STATES.c.person_id.in_(ids) & STATES.c.merged_into.is_not(None)
    return select(STATES.c.person_id, STATES.c.merged_into).where(wanted)


def _members(root: str):
    return select(STATES.c.person_id).where(STATES.c.merged_into == root).order_by(STATES.c.person_id)
