"""Keyring: all keys in memory, so that finding out who calls takes microseconds and no disk.

A thread brings the keyring up to date every few seconds. While the database is away the keys known last hold.
"""

import hmac
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from service.keys import PUBLISHABLE, Principal, all_scopes, id_of
from service.keys_copy import KeysCopy
from service.keys_sealed import Sealer
from service.log import logger
from service.stores.keys import Keys, StoredKey
from service.stores.nonces import Nonces
from slotwise.errors import KeyExpiredError, KeyRefusedError, KeyRevokedError, SignatureError, StoreError

_HOUR = 3_600
_log = logger("keyring")


@dataclass(frozen=True, slots=True)
class Entry:
    """A key as requests need it; `expires` is seconds UTC."""

    principal: Principal
    digest: bytes
    signing: bytes
    signed_only: bool
    revoked: bool
    expires: float


@dataclass
class Keyring:
    """Finds the caller that a key belongs to. `wall` gives seconds UTC."""

    keys: Keys
    nonces: Nonces
    sealer: Sealer
    wall: Callable[[], float] = time.time
    copy: KeysCopy | None = None
    """Where the keys are kept for a start while the database is away."""
    loaded: bool = False
    _entries: dict[str, Entry] = field(default_factory=dict)
    _origins: frozenset[str] = frozenset()
    _used: dict[str, int] = field(default_factory=dict)
    _told: dict[str, int] = field(default_factory=dict)

    def find(self, key: str) -> Entry:
        """Return the entry of a key that is valid now and may be sent as it is; raise KeyRefusedError."""
        entry = self._entries.get(id_of(key) or "")
        if entry is None or not hmac.compare_digest(entry.digest, self.sealer.digest(key)):
            raise KeyRefusedError("this is not a key of this installation")
        if entry.signed_only:
            raise SignatureError("this key only signs requests; it is not sent itself")
        return self._valid(entry)

    def signer(self, key_id: str) -> Entry:
        """Return the entry of a key id that a signature names; raise KeyRefusedError."""
        entry = self._entries.get(key_id)
        if entry is None or entry.principal.kind != "secret":
            raise KeyRefusedError("there is no secret key of that id")
        return self._valid(entry)

    def holder(self, key_id: str) -> Entry | None:
        """Return the entry of a key that was shown before, as in a session, if it is still valid."""
        entry = self._entries.get(key_id)
        return entry if entry is not None and not entry.revoked and entry.expires > self.wall() else None

    def allows(self, origin: str) -> bool:
        """Tell whether any key may be used from a web origin: what can be said before the key is known."""
        return "*" in self._origins or origin in self._origins

    def refresh(self) -> None:
        """Read all keys; when the database is away those known last stay, at the start those of the copy."""
        try:
            stored = self.keys.all()
        except StoreError as error:
            _log.warning("keys not read", detail=error.detail)
            kept = None if self.loaded or self.copy is None else self.copy.read()
            if kept is not None:
                self._know(kept)
            return
        self._know(stored)
        if self.copy is not None:
            self.copy.keep(stored)

    def _know(self, stored: list[StoredKey]) -> None:
        self._entries = {each.key_id: self._entry(each) for each in stored}
        valid = [each for each in self._entries.values() if not each.revoked]
        self._origins = frozenset(origin for each in valid for origin in each.principal.origins)
        self.loaded = True

    def tick(self) -> None:
        """Bring the keyring up to date, and tell the database what happened, away from any request."""
        self.refresh()
        told = {key_id: hour for key_id, hour in list(self._used.items()) if self._told.get(key_id) != hour}
        try:
            self.keys.used({key_id: hour * _HOUR * 1_000 for key_id, hour in told.items()})
            self.nonces.forget(int(self.wall() * 1_000))
        except StoreError as error:
            _log.warning("use of keys not recorded", detail=error.detail)
            return
        self._told.update(told)

    def _valid(self, entry: Entry) -> Entry:
        now = self.wall()
        if entry.revoked:
            raise KeyRevokedError("this key has been revoked", hint="ask for a new one")
        if entry.expires <= now:
            raise KeyExpiredError("this key has expired", hint="ask for a new one")
        # To the hour: enough to see which keys are in use, and one write an hour.
        self._used[entry.principal.key_id] = int(now) // _HOUR
        return entry

    def _entry(self, key: StoredKey) -> Entry:
        publishable = key.kind == "publishable"
        scopes = frozenset(key.scopes)
        return Entry(
            # Whatever the row says: what is published is never allowed more.
            Principal(
                key.key_id,
                "publishable" if publishable else "secret",
                scopes & PUBLISHABLE if publishable else all_scopes(scopes),
                key.origins,
                key.rate,
            ),
            key.digest,
            self.sealer.open(key.key_id, key.sealed),
            key.signed_only,
            key.revoked_at is not None,
            float("inf") if key.expires_at is None else key.expires_at / 1_000,
        )
