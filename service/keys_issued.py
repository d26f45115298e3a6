"""Issuing keys: made, replaced and revoked; the key itself is returned once and kept nowhere."""

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from service.keys import PUBLISHABLE, SCOPES, Kind, new_key
from service.keys_sealed import Sealer
from service.stores.keys import Keys, StoredKey
from slotwise.errors import ConfigError

_ORIGIN = re.compile(r"\*|[a-z][a-z0-9+.-]*://([a-z0-9.-]+|\[[0-9a-f:]+\])(:[0-9]{1,5})?")
_DAY = 86_400_000
_HOUR = 3_600_000


@dataclass(frozen=True)
class Issued:
    """A new key: what was stored, and the key itself, to be shown once."""

    stored: StoredKey
    key: str


@dataclass
class Issuing:
    """Makes and ends keys. `wall` gives seconds UTC."""

    keys: Keys
    sealer: Sealer
    wall: Callable[[], float] = time.time

    def create(
        self,
        kind: Kind,
        name: str = "",
        scopes: Sequence[str] = (),
        origins: Sequence[str] = (),
        *,
        days: int | None = None,
        rate: float | None = None,
        signed_only: bool = False,
    ) -> Issued:
        """Make a key; raise ConfigError when it would make no sense, or StoreError.

        A publishable key has both of its scopes unless some are given; a secret key has those that are given.
        """
        wanted = _scopes(kind, scopes)
        if signed_only and kind == "publishable":
            raise ConfigError("a publishable key is in everybody's hands: it cannot sign")
        key_id, key = new_key(kind)
        now = int(self.wall() * 1_000)
        kept = self.sealer.keep(key_id, key)
        stored = StoredKey(
            key_id=key_id,
            kind=kind,
            name=name,
            digest=kept.digest,
            sealed=kept.sealed,
            scopes=wanted,
            origins=tuple(_origin(each) for each in origins),
            created_at=now,
            signed_only=signed_only,
            rate=rate,
            expires_at=None if days is None else now + days * _DAY,
        )
        self.keys.add(stored)
        return Issued(stored, key)

    def rotate(self, key_id: str, grace_hours: float) -> tuple[Issued, StoredKey]:
        """Replace a key by one that may do the same, and let the old one live on for some hours.

        Returns the new key and the old one. Raises UnknownKeyError, ConfigError for one that has ended, StoreError.
        """
        old, now = self.keys.get(key_id), int(self.wall() * 1_000)
        if old.revoked_at is not None or (old.expires_at is not None and old.expires_at <= now):
            raise ConfigError(f"key {key_id} has ended: there is nothing to replace", hint="slotwise keys create")
        new_id, key = new_key("publishable" if old.kind == "publishable" else "secret")
        kept = self.sealer.keep(new_id, key)
        new = replace(old, key_id=new_id, digest=kept.digest, sealed=kept.sealed, created_at=now, used_at=None)
        ended = self.keys.supersede(old, new, now + int(grace_hours * _HOUR))
        return Issued(new, key), ended

    def revoke(self, key_id: str) -> StoredKey:
        """End a key for ever and return it; raise UnknownKeyError or StoreError."""
        return self.keys.revoke(key_id, int(self.wall() * 1_000))


def _scopes(kind: Kind, given: Sequence[str]) -> tuple[str, ...]:
    wanted = tuple(dict.fromkeys(given)) or (tuple(sorted(PUBLISHABLE)) if kind == "publishable" else ())
    unknown = [each for each in wanted if each not in SCOPES]
    if unknown or not wanted:
        raise ConfigError(
            "a key needs scopes that exist", expected=", ".join(SCOPES), given=", ".join(unknown) or "none"
        )
    if kind == "publishable" and not PUBLISHABLE.issuperset(wanted):
        raise ConfigError(
            "a publishable key is in everybody's hands",
            expected=", ".join(sorted(PUBLISHABLE)),
            given=", ".join(wanted),
            hint="make a secret key for more",
        )
    return wanted


def _origin(given: str) -> str:
    origin = given.strip().lower().rstrip("/")
    if not _ORIGIN.fullmatch(origin):
        raise ConfigError(
            "that is no web origin", expected="https://shop.example, with the port if it is not the usual one, or *",
            given=given,
        )  # fmt: skip
    return origin
