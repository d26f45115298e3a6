"""Results: what jobs found in the log, kept by kind, subject and the moment up to which the log was read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import delete, func, select

from service.stores.database import Database
from service.stores.tables.operation import RESULTS
from service.stores.upsert import upsert

RUNS = 60
"""Runs of a kind that are kept: daily ones of two months."""


@dataclass(frozen=True)
class Span:
    """Which part of the log a result tells of, and when it was found; all ms UTC."""

    since: int
    until: int
    made_at: int


@dataclass(frozen=True)
class Result:
    """One result; `body` is JSON."""

    kind: str
    subject: str
    span: Span
    body: bytes

    def document(self) -> Any:
        """Return the body as plain values."""
        return orjson.loads(self.body)


class Results:
    """The table of results. A run replaces the one of its kind that read the log up to the same moment."""

    def __init__(self, database: Database):
        self._database = database

    def write(self, kind: str, bodies: Mapping[str, Any], span: Span, keep: int = RUNS) -> None:
        """Store one run: plain values by subject, all or none; older runs beyond `keep` go. Raise StoreError."""
        rows = [
            {
                "kind": kind,
                "subject": subject,
                **vars(span),
                "body": orjson.dumps(body, option=orjson.OPT_SERIALIZE_NUMPY),
            }
            for subject, body in bodies.items()
        ]
        with self._database.write() as connection:
            same = (RESULTS.c.kind == kind, RESULTS.c.until == span.until)
            connection.execute(delete(RESULTS).where(*same))
            if rows:
                connection.execute(upsert(self._database, RESULTS), rows)
            runs = select(RESULTS.c.until).where(RESULTS.c.kind == kind).distinct().order_by(RESULTS.c.until.desc())
            kept = [row.until for row in connection.execute(runs.limit(keep))]
            if len(kept) == keep:
                connection.execute(delete(RESULTS).where(RESULTS.c.kind == kind, RESULTS.c.until < kept[-1]))

    def latest(self, kind: str, subject: str) -> Result | None:
        """Return the newest result about a subject, or None; raise StoreError."""
        query = select(RESULTS).where(RESULTS.c.kind == kind, RESULTS.c.subject == subject)
        row = self._database.row(query.order_by(RESULTS.c.until.desc()).limit(1), {})
        return None if row is None else _result(row)

    def run(self, kind: str) -> list[Result]:
        """Return all results of the newest run of a kind by subject; raise StoreError."""
        newest = select(func.max(RESULTS.c.until)).where(RESULTS.c.kind == kind).scalar_subquery()
        query = select(RESULTS).where(RESULTS.c.kind == kind, RESULTS.c.until == newest).order_by(RESULTS.c.subject)
        return [_result(row) for row in self._database.rows(query, {})]

    def history(self, kind: str, subject: str, most: int = RUNS) -> list[Result]:
        """Return the results about a subject, the newest first; raise StoreError."""
        query = select(RESULTS).where(RESULTS.c.kind == kind, RESULTS.c.subject == subject)
        return [_result(row) for row in self._database.rows(query.order_by(RESULTS.c.until.desc()).limit(most), {})]

    def newest(self, kind: str) -> Span | None:
        """Return the span of the newest run of a kind, None before there is one; raise StoreError."""
        query = select(RESULTS.c.since, RESULTS.c.until, RESULTS.c.made_at).where(RESULTS.c.kind == kind)
        row = self._database.row(query.order_by(RESULTS.c.until.desc()).limit(1), {})
        return None if row is None else Span(row.since, row.until, row.made_at)


def _result(row: Any) -> Result:
    return Result(row.kind, row.subject, Span(row.since, row.until, row.made_at), bytes(row.body))
