"""Decision ids: unique, sorted by time, safe in a URL; and the seed of the draw that belongs to one."""

from service.entropy import random_bytes
from service.keyed_hash import KeyedHash
from service.secret import derived

PREFIX = "d_"
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_PAIRS = [high + low for high in _ALPHABET for low in _ALPHABET]
_LETTERS = _ALPHABET.encode() * 8
"""By byte: the letter of its last five bits."""


def new_id(now: int) -> str:
    """Return `d_` and 26 characters of Crockford's base 32: 48 bits of ms UTC, 80 random bits (as a ULID)."""
    time = "".join([_PAIRS[now >> shift & 1023] for shift in (40, 30, 20, 10, 0)])
    return PREFIX + time + random_bytes(16).translate(_LETTERS).decode()


class Seeds:
    """Seeds of the draw: whoever knows the secret can draw a decision again, nobody else can foresee one."""

    def __init__(self, secret: bytes):
        self._hash = KeyedHash(derived(secret, "draw"))

    def of(self, decision_id: str) -> str:
        """Return the seed of a decision."""
        return self._hash.digest(decision_id.encode()).hex()
