"""Assignments: the exposure log of experiments, read by day, by experiment and by decision."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from service.stores.database import Database
from service.stores.tables import ASSIGNMENTS
from slotwise import log

_COLUMNS = tuple(ASSIGNMENTS.c[name] for name in log.ASSIGNMENT_COLUMNS)
Row = tuple[Any, ...]
"""Values in the order of `slotwise.log.ASSIGNMENT_COLUMNS`."""


class Assignments:
    """Reads what decisions were part of; they are written with their decisions (`Decisions.add`)."""

    def __init__(self, database: Database):
        self._database = database

    def of_decision(self, decision_id: str) -> list[Row]:
        """Return what a decision is part of, by experiment; raise StoreError."""
        query = select(*_COLUMNS).where(ASSIGNMENTS.c.decision_id == decision_id)
        return [tuple(row) for row in self._database.rows(query.order_by(ASSIGNMENTS.c.experiment), {})]

    def between(
        self, since: int, until: int, experiment: str | None = None, batch: int = 20_000
    ) -> Iterator[list[Row]]:
        """Give the rows of decisions made in [since, until) ms UTC, of one experiment or all, in the order of time,
        batch by batch; raise StoreError."""
        table, after = ASSIGNMENTS.c, (since, "", "")
        while True:
            at, decision, last = after
            # Spelt out: this way both kinds of database use the index of time.
            later = (table.decided_at > at) | (
                (table.decision_id > decision) | ((table.decision_id == decision) & (table.experiment > last))
            )
            query = select(*_COLUMNS).where(table.decided_at >= at, table.decided_at < until, later)
            if experiment is not None:
                query = query.where(table.experiment == experiment)
            query = query.order_by(table.decided_at, table.decision_id, table.experiment).limit(batch)
            found = [tuple(row) for row in self._database.rows(query, {})]
            if not found:
                return
            yield found
            row = dict(zip(log.ASSIGNMENT_COLUMNS, found[-1], strict=True))
            after = row[log.DECIDED_AT], row[log.DECISION], row[log.EXPERIMENT]
