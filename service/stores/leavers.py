"""Leavers: who left a process midway lately, straight from the log of events."""

from collections.abc import Collection

from sqlalchemy import func, select

from service.stores.database import Database
from service.stores.tables import EVENTS
from slotwise.events import EventType


class Leavers:
    """Reads the log's unfinished processes."""

    def __init__(self, database: Database):
        self._database = database

    def since(self, since: int, until: int, products: Collection[str]) -> dict[str, int]:
        """Return when each person last left the process of one of the products, in [since, until), ms UTC.

        Persons stand under the ids that their events came with. Raises StoreError.
        """
        last = func.max(EVENTS.c.occurred_at).label("left_at")
        query = (
            select(EVENTS.c.person_id, EVENTS.c.product_id, last)
            .where(EVENTS.c.type == EventType.LEAVE.value)
            .where(EVENTS.c.occurred_at >= since, EVENTS.c.occurred_at < until)
            .group_by(EVENTS.c.person_id, EVENTS.c.product_id)
        )
        wanted, found = set(products), dict[str, int]()
        for row in self._database.rows(query, {}):
            if row.product_id in wanted:
                found[row.person_id] = max(found.get(row.person_id, 0), int(row.left_at))
        return found
