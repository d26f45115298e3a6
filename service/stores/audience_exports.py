"""Exports of audiences: which were given out when, and who was in each, treated or held out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Connection, Row, func, select, update

from service.stores.database import Database
from service.stores.tables import AUDIENCE_EXPORTS, AUDIENCE_MEMBERS
from slotwise.errors import UnknownAudienceError

_AT_ONCE = 5_000
Member = tuple[str, bool]
"""A person, and whether they are treated."""


@dataclass(frozen=True)
class Export:
    """One export: `made_at` ms UTC, by whom, of which revision of the configuration, how many persons, and the rest."""

    export_id: str
    audience: str
    made_at: int
    author: str
    revision: int | None
    treated: int
    held_out: int
    body: dict[str, Any]


class AudienceExports:
    """Writes and reads exports of audiences."""

    def __init__(self, database: Database):
        self._database = database

    def add(self, connection: Connection, export: Export) -> None:
        """Note an export, within a transaction."""
        row = {**vars(export), "body": orjson.dumps(export.body).decode()}
        connection.execute(AUDIENCE_EXPORTS.insert(), row)

    def add_members(self, connection: Connection, export_id: str, members: Sequence[Member]) -> None:
        """Note who is in an export, within a transaction."""
        rows = [{"export_id": export_id, "person_id": name, "treated": int(treated)} for name, treated in members]
        for start in range(0, len(rows), _AT_ONCE):
            connection.execute(AUDIENCE_MEMBERS.insert(), rows[start : start + _AT_ONCE])

    def finish(self, connection: Connection, export: Export) -> None:
        """Note what became of an export, within a transaction."""
        values = {"treated": export.treated, "held_out": export.held_out, "body": orjson.dumps(export.body).decode()}
        wanted = AUDIENCE_EXPORTS.c.export_id == export.export_id
        connection.execute(update(AUDIENCE_EXPORTS).where(wanted).values(values))

    def get(self, export_id: str) -> Export:
        """Return an export; raise UnknownAudienceError or StoreError."""
        row = self._database.row(select(AUDIENCE_EXPORTS).where(AUDIENCE_EXPORTS.c.export_id == export_id), {})
        if row is None:
            raise UnknownAudienceError("there is no such export", given=export_id)
        return _export(row)

    def of(self, audience: str, most: int = 100) -> list[Export]:
        """Return the exports of an audience, the latest first; raise StoreError."""
        query = select(AUDIENCE_EXPORTS).where(AUDIENCE_EXPORTS.c.audience == audience)
        query = query.order_by(AUDIENCE_EXPORTS.c.made_at.desc(), AUDIENCE_EXPORTS.c.export_id).limit(most)
        return [_export(row) for row in self._database.rows(query, {})]

    def members(self, export_id: str, treated: bool | None = None, batch: int = _AT_ONCE) -> Iterator[list[Member]]:
        """Give who is in an export, by id, in bites; only treated or only held-out persons if said. Raises StoreError.

        Erased persons are in none.
        """
        table, last = AUDIENCE_MEMBERS, ""
        while True:
            query = select(table.c.person_id, table.c.treated)
            query = query.where(table.c.export_id == export_id, table.c.person_id > last)
            if treated is not None:
                query = query.where(table.c.treated == int(treated))
            rows = self._database.rows(query.order_by(table.c.person_id).limit(batch), {})
            if not rows:
                return
            yield [(row.person_id, bool(row.treated)) for row in rows]
            last = rows[-1].person_id

    def page(self, export_id: str, most: int, after: str = "") -> list[str]:
        """Return at most so many treated persons of an export by id, after an id; raise StoreError."""
        table = AUDIENCE_MEMBERS
        query = select(table.c.person_id).where(table.c.export_id == export_id, table.c.treated == 1)
        query = query.where(table.c.person_id > after).order_by(table.c.person_id).limit(most)
        return [row.person_id for row in self._database.rows(query, {})]

    def often(self, since: int, most: int) -> set[str]:
        """Return the persons who were in at least so many exports at or after a moment (ms UTC); raise StoreError.

        Those who were held out count like those who were given out: else the two groups would not stay alike.
        """
        exports, members = AUDIENCE_EXPORTS, AUDIENCE_MEMBERS
        query = (
            select(members.c.person_id)
            .join_from(exports, members, exports.c.export_id == members.c.export_id)
            .where(exports.c.made_at >= since)
            .group_by(members.c.person_id)
            .having(func.count() >= most)
        )
        return {row.person_id for row in self._database.rows(query, {})}


def _export(row: Row[Any]) -> Export:
    return Export(**{**row._mapping, "body": orjson.loads(row.body)})
