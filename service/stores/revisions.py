"""Revisions of the configuration in the database: append-only, documents that did not change are shared."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Row, func, select

from service.stores.database import Database
from service.stores.tables import DOCUMENTS, REVISIONS
from service.stores.upsert import insert_new
from slotwise.errors import RevisionConflictError, UnknownRevisionError

_NEWEST = "SELECT max(revision) FROM configuration_revisions"


@dataclass(frozen=True)
class Revision:
    """One revision; `documents` are digests by kind, `made_at` is ms UTC, `restores` the one brought back, if any."""

    revision: int
    parent: int
    made_at: int
    author: str
    reason: str
    restores: int | None
    documents: Mapping[str, str]


class Revisions:
    """The tables of revisions and documents."""

    def __init__(self, database: Database):
        self._database = database

    def newest(self) -> int:
        """Return the number of the revision in effect, 0 before there is one; raise StoreError."""
        row = self._database.quick(_NEWEST, ())
        return int(row[0] or 0) if row else 0

    def get(self, number: int) -> Revision:
        """Return a revision; raise UnknownRevisionError or StoreError."""
        row = self._database.row(select(REVISIONS).where(REVISIONS.c.revision == number), {})
        if row is None:
            raise UnknownRevisionError(f"there is no revision {number}", given=number)
        return _revision(row)

    def list(self, most: int, before: int | None = None) -> list[Revision]:
        """Return at most so many revisions, the newest first, older than `before`; raise StoreError."""
        query = select(REVISIONS).order_by(REVISIONS.c.revision.desc()).limit(most)
        if before is not None:
            query = query.where(REVISIONS.c.revision < before)
        return [_revision(row) for row in self._database.rows(query, {})]

    def bodies(self, digests: Iterable[str]) -> dict[str, bytes]:
        """Return documents by digest; raise StoreError."""
        query = select(DOCUMENTS.c.digest, DOCUMENTS.c.body).where(DOCUMENTS.c.digest.in_(list(digests)))
        return {row.digest: row.body.encode() for row in self._database.rows(query, {})}

    def add(self, revision: Revision, bodies: Mapping[str, tuple[str, bytes]]) -> None:
        """Store a revision with its new documents, kind and JSON by digest, all or nothing.

        Raises RevisionConflictError unless the parent is the newest revision, and StoreError.
        """
        with self._database.write() as connection:
            newest = connection.execute(select(func.max(REVISIONS.c.revision))).scalar() or 0
            if newest != revision.parent:
                raise conflict(revision.parent, newest)
            rows = [{"digest": digest, "kind": kind, "body": body.decode()} for digest, (kind, body) in bodies.items()]
            if rows:
                connection.execute(insert_new(self._database, DOCUMENTS), rows)
            added = connection.execute(insert_new(self._database, REVISIONS), [_row(revision)])
            # Another transaction may have taken the number since it was looked up.
            if added.rowcount == 0:
                raise conflict(revision.parent, revision.revision)


def conflict(expected: int, newest: int) -> RevisionConflictError:
    """Return the error of a change that was made of a revision that is no longer in effect."""
    return RevisionConflictError(
        f"revision {newest} is in effect, and the change was made of revision {expected}",
        expected=newest,
        given=expected,
        hint="look at what has changed and apply it again",
    )


def _row(revision: Revision) -> dict[str, Any]:
    return {**vars(revision), "documents": orjson.dumps(dict(revision.documents)).decode()}


def _revision(row: Row[Any]) -> Revision:
    told = row._asdict()
    return Revision(**{**told, "parent": told["parent"] or 0, "documents": orjson.loads(told["documents"])})
