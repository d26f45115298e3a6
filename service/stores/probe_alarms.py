"""Probe alarms: one row from the moment that a threshold was crossed until the value came back."""

from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Connection, insert, select, text, update

from service.stores.database import Database
from service.stores.tables import PROBE_ALARMS

_KEY = 7_301_002
_ALONE = text("SELECT pg_advisory_xact_lock(:key)")


@dataclass(frozen=True)
class ProbeAlarm:
    """An alarm; times in ms UTC, `ended_at` None while it stands; `body` is what the probe found when it fired."""

    id: int
    probe: str
    at: int
    value: float | None
    threshold: float | None
    body: Any
    ended_at: int | None


class ProbeAlarms:
    """The table of alarms. Errors are StoreError."""

    def __init__(self, database: Database):
        self._database = database

    def fire(self, probe: str, at: int, value: float | None, threshold: float | None, body: Any) -> int | None:
        """Note a crossing (ms UTC) and return its number; None when the probe's alarm stands already."""
        with self._database.write() as connection:
            _alone(connection)
            if connection.execute(_standing(probe)).first() is not None:
                return None
            row = {"probe": probe, "at": at, "value": value, "threshold": threshold}
            made = connection.execute(insert(PROBE_ALARMS).values(body=orjson.dumps(body).decode(), **row))
            key = made.inserted_primary_key
            return None if key is None else int(key[0])

    def end(self, probe: str, at: int) -> ProbeAlarm | None:
        """End a probe's alarm (ms UTC) and return it; None when there is none."""
        with self._database.write() as connection:
            _alone(connection)
            found = connection.execute(_standing(probe)).first()
            if found is None:
                return None
            connection.execute(update(PROBE_ALARMS).where(PROBE_ALARMS.c.id == found.id).values(ended_at=at))
            return _alarm(found)

    def standing(self) -> dict[str, ProbeAlarm]:
        """Return the alarms that stand, by probe."""
        rows = self._database.rows(select(PROBE_ALARMS).where(PROBE_ALARMS.c.ended_at.is_(None)), {})
        return {row.probe: _alarm(row) for row in rows}

    def latest(self, most: int) -> list[ProbeAlarm]:
        """Return at most so many alarms, the one that fired last first."""
        query = select(PROBE_ALARMS).order_by(PROBE_ALARMS.c.at.desc(), PROBE_ALARMS.c.id.desc()).limit(most)
        return [_alarm(row) for row in self._database.rows(query, {})]


def _standing(probe: str) -> Any:
    return select(PROBE_ALARMS).where(PROBE_ALARMS.c.probe == probe, PROBE_ALARMS.c.ended_at.is_(None))


def _alone(connection: Connection) -> None:
    """Let no other machine look for the same alarm meanwhile; SQLite has one writer anyway."""
    if connection.dialect.name != "sqlite":
        connection.execute(_ALONE, {"key": _KEY})


def _alarm(row: Any) -> ProbeAlarm:
    return ProbeAlarm(row.id, row.probe, row.at, row.value, row.threshold, orjson.loads(row.body), row.ended_at)
