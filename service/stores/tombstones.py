"""Tombstones: who was erased stays erased, known only by keyed digests of their ids."""

import hmac
from collections.abc import Collection, Iterable

from sqlalchemy import Connection, select

from service.secret import derived
from service.stores.connections import driver_of
from service.stores.database import Database
from service.stores.tables import TOMBSTONES
from service.stores.upsert import insert_new

_ANY = "SELECT 1 FROM tombstones LIMIT 1"
_MOST = 500


class Tombstones:
    """Digests are HMAC-SHA-256 with a key derived from the installation's secret: without it nobody can guess ids."""

    def __init__(self, database: Database, secret: bytes):
        self._database = database
        self._key = derived(secret, "tombstones")

    def digest(self, person_id: str) -> bytes:
        """Return the digest of an id."""
        return hmac.digest(self._key, person_id.encode("utf-8", "surrogatepass"), "sha256")

    def erased(self, connection: Connection, ids: Collection[str]) -> set[str]:
        """Return those of the ids whose person was erased, within a transaction."""
        driver = driver_of(connection)
        if not ids or driver.execute(_ANY).fetchone() is None:
            return set()
        digests = {self.digest(each): each for each in ids}
        ordered, found = list(digests), set[str]()
        mark = "?" if self._database.sqlite else "%s"
        for start in range(0, len(ordered), _MOST):
            part = tuple(ordered[start : start + _MOST])
            query = f"SELECT digest FROM tombstones WHERE digest IN ({', '.join([mark] * len(part))})"
            found.update(digests[bytes(row[0])] for row in driver.execute(query, part).fetchall())
        return found

    def bury(self, connection: Connection, ids: Iterable[str], at: int, receipt: str) -> None:
        """Note that the person of these ids was erased (ms UTC), within a transaction."""
        rows = [{"digest": self.digest(each), "erased_at": at, "receipt": receipt} for each in ids]
        connection.execute(insert_new(self._database, TOMBSTONES), rows)

    def receipt(self, person_id: str) -> str | None:
        """Return the receipt of the erasure of an id, or None; raise StoreError."""
        query = select(TOMBSTONES.c.receipt).where(TOMBSTONES.c.digest == self.digest(person_id))
        row = self._database.row(query, {})
        return None if row is None else str(row[0])
