"""Alarms: links that were refused because of a cap, one row for whatever is over it, however often it is tried."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from service.stores.database import Database
from service.stores.tables import LINK_ALARMS
from service.stores.upsert import upsert


@dataclass(frozen=True)
class Alarm:
    """A cap that was reached: `cap` per_person, per_identifier or ids; `subject` whose cap it is; times in ms UTC."""

    cap: str
    subject: str
    namespace: str
    most: int
    person_id: str
    times: int = 1
    first_at: int = 0
    last_at: int = 0


class Alarms:
    """The list of alarms."""

    def __init__(self, database: Database):
        self._database = database

    def raise_(self, connection: Connection, alarm: Alarm, at: int) -> None:
        """Note an alarm (ms UTC) within a transaction; one that stands already is counted on."""
        keys = {"cap": alarm.cap, "subject": alarm.subject, "namespace": alarm.namespace}
        same = (LINK_ALARMS.c[name] == value for name, value in keys.items())
        before = connection.execute(select(LINK_ALARMS.c.times, LINK_ALARMS.c.first_at).where(*same)).first()
        row = {**keys, "most": alarm.most, "person_id": alarm.person_id, "last_at": at}
        row["times"] = 1 if before is None else before.times + 1
        row["first_at"] = at if before is None else before.first_at
        connection.execute(upsert(self._database, LINK_ALARMS), row)

    def latest(self, limit: int) -> list[Alarm]:
        """Return at most so many alarms, the one that was raised last first; raise StoreError."""
        query = select(LINK_ALARMS).order_by(LINK_ALARMS.c.last_at.desc(), LINK_ALARMS.c.subject).limit(limit)
        return [Alarm(**row._mapping) for row in self._database.rows(query, {})]
