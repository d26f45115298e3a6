"""Tokens: a placement as a signed string, so that an event that returns it needs no lookup and cannot be forged.

`<payload>.<signature>` in URL-safe base64: the payload is a JSON list, the signature its HMAC-SHA-256.
"""

import binascii
import hmac
from base64 import urlsafe_b64decode
from collections.abc import Callable
from typing import NamedTuple

import orjson

from service.keyed_hash import KeyedHash
from service.secret import derived
from slotwise.errors import TokenError, TokenExpiredError

FORMAT = 1
_LONGEST = 4_096


class Claim(NamedTuple):
    """What a token says. `expires` is seconds since 1970 UTC; `variant` is empty outside of experiments."""

    decision_id: str
    touchpoint: str
    slot: int
    content_id: str
    product_id: str
    propensity: float
    model: str
    version: str
    variant: str
    expires: int


class Signer:
    """Signs and verifies claims with a key derived from the installation's secret."""

    def __init__(self, secret: bytes):
        self._hash = KeyedHash(derived(secret, "placement token"))

    def sign(self, claim: Claim) -> str:
        """Return the token of a claim."""
        payload = _url_safe(orjson.dumps((FORMAT, *claim)))
        return (payload + b"." + self._signature(payload)).decode()

    def slate(
        self, decision_id: str, touchpoint: str, model: str, version: str, variant: str, expires: int
    ) -> Callable[[int, bytes, bytes], bytes]:
        """Return a function that signs the placements of one slate: what their claims share is written only once.

        It takes the slot, the ids of content and product as JSON (`"c","p"`) and the propensity as a number of JSON.
        """
        head = orjson.dumps((FORMAT, decision_id, touchpoint))[:-1]
        tail = orjson.dumps((model, version, variant, expires))[1:]
        signature = self._signature

        def sign(slot: int, ids: bytes, propensity: bytes) -> bytes:
            payload = _url_safe(b"%b,%d,%b,%b,%b" % (head, slot, ids, propensity, tail))
            return b"%b.%b" % (payload, signature(payload))

        return sign

    def verify(self, token: str, now: float) -> Claim:
        """Return what a token says; `now` is seconds UTC. Raises TokenError, or TokenExpiredError."""
        payload, _, signature = token.encode("utf-8", "replace")[:_LONGEST].partition(b".")
        if not hmac.compare_digest(signature, self._signature(payload)):
            raise TokenError("the token was not signed here, or was changed", hint="return it as it was received")
        try:
            found, *values = orjson.loads(urlsafe_b64decode(payload))
            claim = Claim(*values)
        except (binascii.Error, ValueError, TypeError) as error:
            raise TokenError("the token has another format") from error
        if found != FORMAT:
            raise TokenError("the token has another format")
        if claim.expires < now:
            raise TokenExpiredError("the token has expired", expected=f"before {claim.expires}", given=int(now))
        return claim

    def _signature(self, payload: bytes) -> bytes:
        # 32 bytes make 43 letters and one that only fills up.
        return _url_safe(self._hash.digest(payload))[:-1]


def _url_safe(data: bytes) -> bytes:
    """Return what base64.urlsafe_b64encode does, with one function called instead of three."""
    return binascii.b2a_base64(data, newline=False).translate(_URL_SAFE)


_URL_SAFE = bytes.maketrans(b"+/", b"-_")
