"""Checking signed requests: the right key, the right bytes, the right time, and never twice."""

import hmac
from dataclasses import dataclass

from service.keyring import Entry, Keyring
from service.stores.nonces import Nonces
from slotwise.errors import ReplayError, SignatureError
from slotwise.signing import parse, signature_of, text_of

WINDOW = 300
"""Seconds by which the clocks of caller and service may differ, and for which nonces are remembered."""


@dataclass
class Signatures:
    """Checks signatures; nonces lie in the database, so that a repeat is known on every worker."""

    keyring: Keyring
    nonces: Nonces

    def check(self, header: str, method: str, target: str, body: bytes) -> Entry:
        """Return the key that signed a request; raise KeyRefusedError, or StoreError when repeats cannot be known."""
        given = parse(header)
        if given is None:
            raise SignatureError(
                "the signature cannot be read", expected="key=..., time=..., nonce=..., signature=...", given=header
            )
        entry, now = self.keyring.signer(given.key_id), self.keyring.wall()
        text = text_of(method, target, body, given.time, given.nonce)
        if not hmac.compare_digest(signature_of(entry.signing, text), given.signature):
            raise SignatureError("the signature is of another request or key", hint="docs/keys.md has test vectors")
        if abs(now - given.time) > WINDOW:
            raise SignatureError(
                "the signature is of another time", expected=f"within {WINDOW} s of {int(now)}", given=given.time
            )
        if not self.nonces.take(given.key_id, given.nonce, (given.time + 2 * WINDOW) * 1_000):
            raise ReplayError("this signed request was sent before", hint="a new nonce and signature for every request")
        return entry
