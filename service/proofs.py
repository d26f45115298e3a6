"""Proofs: a server's signed word that identifiers belong to one person, for apps whose own word is worth nothing.

`<payload>.<signature>` in URL-safe base64, as placement tokens are, with a key of its own: the server makes one when
somebody logs in, the app returns it with its next event.
"""

import binascii
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable

import orjson

from service.namespaces import Claim
from service.secret import derived
from slotwise.errors import TokenError, TokenExpiredError

FORMAT = 1
_LONGEST = 8_192


class Proofs:
    """Signs and reads proofs with a key derived from the installation's secret."""

    def __init__(self, secret: bytes):
        self._key = derived(secret, "link proof")

    def sign(self, leaves: Iterable[str], expires: int) -> str:
        """Return the proof that these ids are one person's; `expires` is seconds since 1970 UTC."""
        payload = urlsafe_b64encode(orjson.dumps([FORMAT, expires, sorted(leaves)]))
        return (payload + b"." + self._signature(payload)).decode()

    def read(self, proof: str, now: float) -> frozenset[str]:
        """Return the ids that a proof says are one person's; `now` is seconds UTC.

        Raises TokenError, or TokenExpiredError when nothing else is the matter with it.
        """
        payload, _, signature = proof.encode("utf-8", "replace")[:_LONGEST].partition(b".")
        if not hmac.compare_digest(signature, self._signature(payload)):
            raise TokenError("the proof was not signed here, or was changed", pointer="/person/proof")
        try:
            found, expires, leaves = orjson.loads(urlsafe_b64decode(payload))
        except (binascii.Error, ValueError, TypeError) as error:
            raise TokenError("the proof has another format", pointer="/person/proof") from error
        if found != FORMAT or expires < now:
            raise TokenExpiredError(
                "the proof has expired", expected=f"before {expires}", given=int(now), pointer="/person/proof"
            )
        return frozenset(leaves)

    def covered(self, claims: Iterable[Claim], proof: str, now: float) -> tuple[Claim, ...]:
        """Return those claims that a proof covers, both the person and the identifier; raise TokenError."""
        proven = self.read(proof, now)
        return tuple(
            each._replace(cause="proof") for each in claims if each.leaf in proven and each.identifier.leaf in proven
        )

    def _signature(self, payload: bytes) -> bytes:
        return urlsafe_b64encode(hmac.digest(self._key, payload, "sha256")).rstrip(b"=")
