"""Keys in the database: made, listed, revoked, replaced; never the keys themselves."""

from dataclasses import asdict, dataclass, replace

from sqlalchemy import insert, select, update

from service.stores.database import Database
from service.stores.tables import KEYS
from slotwise.errors import UnknownKeyError


@dataclass(frozen=True, slots=True)
class StoredKey:
    """One row: what is known of a key. Times are ms UTC; `rate` is requests a second, None: the installation's."""

    key_id: str
    kind: str
    name: str
    digest: bytes
    sealed: bytes
    scopes: tuple[str, ...]
    origins: tuple[str, ...]
    created_at: int
    signed_only: bool = False
    rate: float | None = None
    expires_at: int | None = None
    revoked_at: int | None = None
    used_at: int | None = None
    successor: str | None = None


class Keys:
    """The table of keys."""

    def __init__(self, database: Database):
        self._database = database

    def add(self, key: StoredKey) -> None:
        """Store a new key; raise StoreError."""
        with self._database.write() as connection:
            connection.execute(insert(KEYS), _row(key))

    def all(self) -> list[StoredKey]:
        """Return every key, oldest first; raise StoreError."""
        rows = self._database.rows(select(KEYS).order_by(KEYS.c.created_at, KEYS.c.key_id), {})
        return [_key(row._asdict()) for row in rows]

    def get(self, key_id: str) -> StoredKey:
        """Return a key; raise UnknownKeyError or StoreError."""
        row = self._database.row(select(KEYS).where(KEYS.c.key_id == key_id), {})
        if row is None:
            raise UnknownKeyError(f"there is no key {key_id}", hint="slotwise keys list shows all keys")
        return _key(row._asdict())

    def revoke(self, key_id: str, now: int) -> StoredKey:
        """Make a key invalid for ever and return it; one that was revoked stays as it was. Raises as `get`."""
        with self._database.write() as connection:
            unrevoked = (KEYS.c.key_id == key_id) & KEYS.c.revoked_at.is_(None)
            connection.execute(update(KEYS).where(unrevoked).values(revoked_at=now))
        return self.get(key_id)

    def supersede(self, old: StoredKey, new: StoredKey, until: int) -> StoredKey:
        """Store a key's successor and let the old one expire, in one transaction; return the old one."""
        ended = replace(old, successor=new.key_id, expires_at=min(until, old.expires_at or until))
        with self._database.write() as connection:
            connection.execute(insert(KEYS), _row(new))
            connection.execute(
                update(KEYS)
                .where(KEYS.c.key_id == old.key_id)
                .values(successor=ended.successor, expires_at=ended.expires_at)
            )
        return ended

    def used(self, moments: dict[str, int]) -> None:
        """Record when keys were used last, ms UTC by key id; raise StoreError."""
        if not moments:
            return
        with self._database.write() as connection:
            for key_id, at in moments.items():
                older = KEYS.c.used_at.is_(None) | (KEYS.c.used_at < at)
                connection.execute(update(KEYS).where((KEYS.c.key_id == key_id) & older).values(used_at=at))


def _row(key: StoredKey) -> dict[str, object]:
    texts = {"scopes": " ".join(key.scopes), "origins": " ".join(key.origins)}
    # A number, because no database but SQLite takes a truth for one.
    return {**asdict(key), **texts, "signed_only": int(key.signed_only)}


def _key(row: dict[str, object]) -> StoredKey:
    texts = {name: tuple(str(row[name]).split()) for name in ("scopes", "origins")}
    blobs = {name: bytes(row[name]) for name in ("digest", "sealed")}  # type: ignore[call-overload]
    return StoredKey(**{**row, **texts, **blobs, "signed_only": bool(row["signed_only"])})
