"""The only source of chance: salted hashes and the generators derived from them.

A hash of (salt, unit) is deterministic on every worker and in every replay, so a decision can be
drawn again bit by bit from its id.
"""

import hashlib
import unicodedata

import numpy as np
from numpy.random.bit_generator import ISeedSequence
from numpy.typing import NDArray

_WORD = 2**64 - 1
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
    key = _Key(int.from_bytes(digest[:16], "big"))
    return np.random.Generator(np.random.Philox(key))  # type: ignore[arg-type]


class _Key(ISeedSequence):
    """A key for Philox as it is: given by its own argument, the system would be asked for entropy all the same."""

    def __init__(self, key: int):
        self._words = np.array([key & _WORD, key >> 64], np.uint64)

    def generate_state(self, n_words: int, dtype: object = np.uint32) -> NDArray[np.uint64]:
        """Return the key's two words, which is all that Philox asks for."""
        return self._words


def _bytes(text: str) -> bytes:
    # Lone surrogates can reach us through JSON escapes; they must hash, not raise.
    return text.encode("utf-8", "surrogatepass")
