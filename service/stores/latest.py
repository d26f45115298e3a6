"""The latest events of a person, as they are stored: for pages that show them."""

from collections.abc import Collection
from typing import Any

import orjson
from sqlalchemy import select

from service.stores.database import Database
from service.stores.tables import EVENTS

_SHOWN = (
    "seq", "event_id", "person_id", "type", "occurred_at", "received_at", "product_id", "content_id", "touchpoint",
    "slot", "decision_id", "value", "currency", "attributed", "repeated",
)  # fmt: skip


class Latest:
    """Reads the end of persons' logs."""

    def __init__(self, database: Database):
        self._database = database

    def of(self, person_ids: Collection[str], most: int) -> list[dict[str, Any]]:
        """Return at most so many events stored under any of some ids, the newest first; raise StoreError."""
        query = (
            select(EVENTS).where(EVENTS.c.person_id.in_(sorted(person_ids))).order_by(EVENTS.c.seq.desc()).limit(most)
        )
        rows = self._database.rows(query, {})
        return [
            {**{name: getattr(row, name) for name in _SHOWN}, "properties": orjson.loads(row.properties)}
            for row in rows
        ]
