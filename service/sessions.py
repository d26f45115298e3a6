"""Sessions: that a browser has shown a key, as a signed text that expires; and tokens against forged forms."""

import hmac
import secrets
from hashlib import sha256
from typing import NamedTuple

from service.secret import derived


class Session(NamedTuple):
    """Somebody who has shown a key; `session_id` is random, `expires` seconds UTC."""

    key_id: str
    session_id: str
    expires: int


class Sessions:
    """Signs and reads sessions with a key derived from the installation's secret."""

    def __init__(self, secret: bytes):
        self._key = derived(secret, "session")

    def begin(self, key_id: str, expires: int) -> str:
        """Return the text of a new session."""
        payload = f"{key_id}.{secrets.token_hex(16)}.{expires}"
        return f"{payload}.{self._signature('session', payload)}"

    def read(self, text: str, now: float) -> Session | None:
        """Return the session of a text, or None when it was not signed here or is over."""
        payload, _, signature = text.rpartition(".")
        if not _same(signature, self._signature("session", payload)):
            return None
        key_id, session_id, expires = payload.split(".")
        return Session(key_id, session_id, int(expires)) if int(expires) > now else None

    def form_token(self, session_id: str) -> str:
        """Return what a form of this session has to carry, so that no other site can send it."""
        return self._signature("form", session_id)

    def holds(self, session_id: str, token: str) -> bool:
        """Tell whether a form's token belongs to a session."""
        return _same(token, self.form_token(session_id))

    def _signature(self, purpose: str, text: str) -> str:
        return hmac.new(self._key, f"{purpose}:{text}".encode("utf-8", "replace"), sha256).hexdigest()


def _same(given: str, right: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), right.encode())
