"""The only source of chance: salted hashes and the generators derived from them.

A hash of (salt, unit) is deterministic on every worker and in every replay, so a decision can be
drawn again bit by bit from its id.
"""

import hashlib
import unicodedata

import numpy as np

_SEPARATOR = b"\x1f"


def hash64(salt: str, unit: str) -> int:
    """Return 64 uniform bits of (salt, unit); the unit is NFC-normalised so that equal texts hash equally."""
    text = unicodedata.normalize("NFC", unit)
    digest = hashlib.sha256(_bytes(salt) + _SEPARATOR + _bytes(text)).digest()
    return int.from_bytes(digest[:8], "big")


def uniform(salt: str, unit: str) -> float:
    """Return a number in [0, 1) with 53 random bits."""
    return (hash64(salt, unit) >> 11) / 2**53


def generator(salt: str, *parts: str) -> np.random.Generator:
    """Return a generator whose stream depends on the salt and the parts alone."""
    encoded = [_bytes(part) for part in (salt, *parts)]
    # Each part goes in with its length: ids may hold any character, so no separator could keep them apart.
    digest = hashlib.sha256(b"".join(len(each).to_bytes(8, "big") + each for each in encoded)).digest()
    return np.random.Generator(np.random.Philox(key=int.from_bytes(digest[:16], "big")))


def _bytes(text: str) -> bytes:
    # Lone surrogates can reach us through JSON escapes; they must hash, not raise.
    return text.encode("utf-8", "surrogatepass")
