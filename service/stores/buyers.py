"""Buyers: after which tasks of agents a person bought, straight from the log of events."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import and_, select

from service.stores.database import Database
from service.stores.tables import EVENTS, TASKS
from slotwise.events import EventType


class Buyers:
    """Joins tasks with conversions."""

    def __init__(self, database: Database):
        self._database = database

    def after_tasks(
        self, staircase: str, products: Collection[str], since: int, until: int
    ) -> list[tuple[str, str, str, str | None]]:
        """Return staircase, step, status and result of every task made in [since, until) whose person bought after it.

        Each task once; bought means one of the products. Persons stand under the id that a task was made for. Raises
        StoreError.
        """
        bought = and_(
            EVENTS.c.person_id == TASKS.c.person_id,
            EVENTS.c.type == EventType.CONVERT.value,
            EVENTS.c.occurred_at >= TASKS.c.made_at,
        )
        query = select(TASKS, EVENTS.c.product_id.label("bought")).join(EVENTS, bought)
        query = query.where(TASKS.c.staircase == staircase, TASKS.c.made_at >= since, TASKS.c.made_at < until)
        wanted, found = set(products), dict[str, Any]()
        for row in self._database.rows(query, {}):
            if row.bought in wanted:
                found[row.task_id] = (row.staircase, row.step, row.status, row.result)
        return list(found.values())
