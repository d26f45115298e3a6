"""Experiment reports: the newest ones of every experiment, and the one of each phase that was frozen at its end."""

import hashlib
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import delete, select

from service.stores.database import Database
from service.stores.tables import RESULTS
from service.stores.upsert import insert_new, upsert

NEWEST, FROZEN = "experiment", "experiment_frozen"
"""Kinds of results: by experiment, and by experiment#phase."""
_KEPT = 30


@dataclass(frozen=True)
class ExperimentReport:
    """A report, its page and when it was made (ms UTC); `frozen`: it is the last word and never changes."""

    report: dict[str, Any]
    html: str
    made_at: int
    frozen: bool
    digest: str
    """SHA-256 of report and page together."""


class ExperimentReports:
    """Reports in the table of results. Errors are StoreError."""

    def __init__(self, database: Database):
        self._database = database

    def put(self, experiment: str, report: dict[str, Any], html: str, span: tuple[int, int], made_at: int) -> None:
        """Store the report of a span (ms UTC) of a running experiment; its oldest ones go."""
        row = _row(NEWEST, experiment, report, html, span, made_at)
        mine = (RESULTS.c.kind == NEWEST, RESULTS.c.subject == experiment)
        with self._database.write() as connection:
            connection.execute(upsert(self._database, RESULTS), [row])
            kept = select(RESULTS.c.until).where(*mine).order_by(RESULTS.c.until.desc()).limit(_KEPT)
            oldest = [each.until for each in connection.execute(kept)][-1]
            connection.execute(delete(RESULTS).where(*mine, RESULTS.c.until < oldest))

    def freeze(self, experiment: str, phase: int, report: dict[str, Any], html: str, made_at: int) -> bool:
        """Store the last report of a phase unless there is one already; return whether it was stored."""
        # Nobody can freeze a phase twice: the key is the same whatever is told and whenever.
        row = _row(FROZEN, f"{experiment}#{phase}", report, html, (0, 0), made_at)
        with self._database.write() as connection:
            stored = insert_new(self._database, RESULTS).returning(RESULTS.c.kind)
            return connection.execute(stored, row).first() is not None

    def frozen(self, experiment: str, phase: int) -> ExperimentReport | None:
        """Return the frozen report of a phase, or None."""
        return self._latest(FROZEN, f"{experiment}#{phase}")

    def newest(self, experiment: str) -> ExperimentReport | None:
        """Return the newest report that was made while the experiment ran, or None."""
        return self._latest(NEWEST, experiment)

    def _latest(self, kind: str, subject: str) -> ExperimentReport | None:
        query = select(RESULTS).where(RESULTS.c.kind == kind, RESULTS.c.subject == subject)
        row = self._database.row(query.order_by(RESULTS.c.until.desc()).limit(1), {})
        if row is None:
            return None
        body = bytes(row.body)
        told = orjson.loads(body)
        return ExperimentReport(
            told["report"], told["html"], row.made_at, kind == FROZEN, hashlib.sha256(body).hexdigest()
        )


def _row(
    kind: str, subject: str, report: dict[str, Any], html: str, span: tuple[int, int], made_at: int
) -> dict[str, Any]:
    body = orjson.dumps({"report": report, "html": html}, option=orjson.OPT_SERIALIZE_NUMPY)
    return {"kind": kind, "subject": subject, "since": span[0], "until": span[1], "made_at": made_at, "body": body}
