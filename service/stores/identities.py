"""Identities: which person an outside identifier belongs to."""

from collections.abc import Mapping

from sqlalchemy import Connection

from service.stores.database import Database
from service.stores.tables import IDENTITIES
from service.stores.upsert import upsert

_FIND = "SELECT person_id FROM identities WHERE namespace = ? AND value = ?"


class Identities:
    """Reads and writes links between outside identifiers and persons."""

    def __init__(self, database: Database):
        self._database = database

    def find(self, identities: Mapping[str, str]) -> str | None:
        """Return the person of the first identifier that is linked, or None; raise StoreError."""
        for namespace, value in identities.items():
            row = self._database.quick(_FIND, (namespace, value))
            if row is not None:
                return str(row[0])
        return None

    def link(self, connection: Connection, person_id: str, identities: Mapping[str, str]) -> None:
        """Link identifiers to a person within a transaction; an identifier has one person at a time."""
        rows = [{"namespace": name, "value": value, "person_id": person_id} for name, value in identities.items()]
        if rows:
            connection.execute(upsert(self._database, IDENTITIES), rows)
