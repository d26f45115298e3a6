"""Guard looks: what the guardrails of every running experiment saw last."""

from typing import Any

import orjson
from sqlalchemy import select

from service.stores.database import Database
from service.stores.tables import RESULTS
from service.stores.upsert import upsert

KIND = "experiment_guard"
"""Kind of results, by experiment; one row each, whose `until` says nothing."""


class GuardLooks:
    """The newest look at each experiment. Errors are StoreError."""

    def __init__(self, database: Database):
        self._database = database

    def put(self, experiment: str, look: dict[str, Any], since: int, at: int) -> None:
        """Store what was seen at a moment of the log since a moment (both ms UTC), over the look before."""
        row = {"kind": KIND, "subject": experiment, "since": since, "until": 0, "made_at": at}
        with self._database.write() as connection:
            connection.execute(upsert(self._database, RESULTS), [{**row, "body": orjson.dumps(look)}])

    def all(self) -> dict[str, dict[str, Any]]:
        """Return the newest look at every experiment that was ever looked at."""
        query = select(RESULTS.c.subject, RESULTS.c.body).where(RESULTS.c.kind == KIND)
        return {row.subject: orjson.loads(bytes(row.body)) for row in self._database.rows(query, {})}

    def of(self, experiment: str) -> dict[str, Any] | None:
        """Return the newest look at an experiment, None before there is one."""
        query = select(RESULTS.c.body).where(RESULTS.c.kind == KIND, RESULTS.c.subject == experiment)
        row = self._database.row(query, {})
        return None if row is None else dict(orjson.loads(bytes(row.body)))
