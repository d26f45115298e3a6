"""Nonces in the database: each counts once, on whichever worker it arrives."""

from sqlalchemy import delete

from service.stores.database import Database
from service.stores.tables import NONCES
from service.stores.upsert import insert_new


class Nonces:
    """The nonces of signed requests that could still be sent again."""

    def __init__(self, database: Database):
        self._database = database

    def take(self, key_id: str, nonce: str, expires_at: int) -> bool:
        """Remember a nonce until `expires_at`, ms UTC; return whether it is new. Raises StoreError."""
        row = {"key_id": key_id, "nonce": nonce, "expires_at": expires_at}
        # What comes back tells, not the number of rows: not every driver knows that of an insert.
        statement = insert_new(self._database, NONCES).returning(NONCES.c.nonce)
        with self._database.write() as connection:
            return connection.execute(statement, row).first() is not None

    def forget(self, now: int) -> None:
        """Drop the nonces whose time is over; raise StoreError."""
        with self._database.write() as connection:
            connection.execute(delete(NONCES).where(NONCES.c.expires_at < now))
