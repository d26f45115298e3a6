"""What is kept of a key: a digest to recognise it by, and what is needed to check its signatures, sealed.

Neither is of any use without the installation's secret: who reads the database can neither show a key nor sign
with it. A fast hash is right here, unlike for passwords: a key is too long to be guessed.
"""

import hmac
from dataclasses import dataclass

from service.secret import derived
from slotwise.signing import signing_key


@dataclass(frozen=True, slots=True)
class Kept:
    """What is stored of a key, 32 bytes each."""

    digest: bytes
    sealed: bytes


class Sealer:
    """Makes and opens what is kept of keys, with keys of its own derived from the installation's secret."""

    def __init__(self, secret: bytes):
        self._pepper = derived(secret, "key digest")
        self._seal = derived(secret, "key seal")

    def digest(self, key: str) -> bytes:
        """Return the HMAC-SHA-256 of a key."""
        return hmac.digest(self._pepper, key.encode(), "sha256")

    def keep(self, key_id: str, key: str) -> Kept:
        """Return what is to be stored of a new key."""
        return Kept(self.digest(key), self._masked(key_id, signing_key(key)))

    def open(self, key_id: str, sealed: bytes) -> bytes:
        """Return the signing key that was sealed."""
        return self._masked(key_id, sealed)

    def _masked(self, key_id: str, value: bytes) -> bytes:
        # A one-time pad: a key id is given once, and its mask covers one value.
        mask = hmac.digest(self._seal, key_id.encode(), "sha256")
        return bytes(one ^ other for one, other in zip(mask, value, strict=True))
