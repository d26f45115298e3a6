"""Experiment plans: what was planned when a phase began; it tunes the intervals, and so never changes."""

from typing import Any

import orjson
from sqlalchemy import select

from service.stores.database import Database
from service.stores.tables import RESULTS
from service.stores.upsert import insert_new

KIND = "experiment_plan"
"""Kind of results, by experiment#phase."""


class ExperimentPlans:
    """Plans in the table of results. Errors are StoreError."""

    def __init__(self, database: Database):
        self._database = database

    def keep(self, experiment: str, phase: int, plan: dict[str, Any], at: int) -> None:
        """Keep the plan of a phase that began at a moment (ms UTC), unless there is one."""
        row = {"kind": KIND, "subject": f"{experiment}#{phase}", "since": at, "until": 0, "made_at": at}
        with self._database.write() as connection:
            connection.execute(insert_new(self._database, RESULTS), [{**row, "body": orjson.dumps(plan)}])

    def of(self, experiment: str, phase: int) -> dict[str, Any] | None:
        """Return the plan of a phase, None where it began without one."""
        query = select(RESULTS.c.body).where(RESULTS.c.kind == KIND, RESULTS.c.subject == f"{experiment}#{phase}")
        row = self._database.row(query, {})
        return None if row is None else dict(orjson.loads(bytes(row.body)))
