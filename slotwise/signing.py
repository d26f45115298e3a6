"""Signed requests: who holds a secret key proves it without sending it, and what was signed cannot be sent again.

The header `Slotwise-Signature: key=<id>, time=<seconds>, nonce=<text>, signature=<hex>` carries the HMAC-SHA-256
(RFC 2104) of method, target, digest of the body, time and nonce, each on a line of its own. docs/keys.md has
test vectors.
"""

import hmac
import re
import secrets
import time
from dataclasses import dataclass
from hashlib import sha256

HEADER = "Slotwise-Signature"
_VERSION = "SLOTWISE-1"
_PURPOSE = b"slotwise request signature 1"
_FORM = re.compile(
    r"key=([a-z0-9]{1,16}), ?time=([0-9]{1,12}), ?nonce=([A-Za-z0-9_-]{16,64}), ?signature=([0-9a-f]{64})"
)


@dataclass(frozen=True, slots=True)
class Signature:
    """What the header says; `time` is seconds since 1970 UTC, `signature` 64 hexadecimal digits."""

    key_id: str
    time: int
    nonce: str
    signature: str


def signing_key(key: str) -> bytes:
    """Return what the owner of a secret key signs with, 32 bytes: the HMAC-SHA-256 of a fixed text under the key."""
    return hmac.digest(key.encode(), _PURPOSE, sha256)


def text_of(method: str, target: str, body: bytes, at: int, nonce: str) -> bytes:
    """Return what is signed: `target` is path and query exactly as they are sent, `body` the bytes that are sent."""
    return "\n".join((_VERSION, method.upper(), target, sha256(body).hexdigest(), str(at), nonce)).encode()


def signature_of(signing: bytes, text: bytes) -> str:
    """Return the signature of a text, as hexadecimal digits."""
    return hmac.digest(signing, text, sha256).hex()


def sign(key: str, method: str, target: str, body: bytes = b"", at: int | None = None, nonce: str = "") -> str:
    """Return the value of the header for a request; `at` (seconds UTC) is now and the nonce is new unless given."""
    at, nonce = int(time.time()) if at is None else at, nonce or secrets.token_urlsafe(18)
    signature = signature_of(signing_key(key), text_of(method, target, body, at, nonce))
    return f"key={key.split('_')[1]}, time={at}, nonce={nonce}, signature={signature}"


def parse(header: str) -> Signature | None:
    """Return what the header's value says, or None when it has another form."""
    found = _FORM.fullmatch(header.strip())
    return Signature(found[1], int(found[2]), found[3], found[4]) if found else None
