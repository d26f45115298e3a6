"""The only source of chance: salted hashes and the generators derived from them.

A hash of (salt, unit) is deterministic on every worker and in every replay, so a decision can be
drawn again bit by bit from its id.
"""

import hashlib
import struct
import threading
import unicodedata

import numpy as np
from numpy.random.bit_generator import ISeedSequence
from numpy.typing import NDArray

_SEPARATOR = b"\x1f"
_KEY = struct.Struct(">QQ")


def hash64(salt: str, unit: str) -> int:
    """Return 64 uniform bits of (salt, unit); the unit is NFC-normalised so that equal texts hash equally."""
    text = unit if unit.isascii() else unicodedata.normalize("NFC", unit)
    digest = hashlib.sha256(_bytes(salt) + _SEPARATOR + _bytes(text)).digest()
    return int.from_bytes(digest[:8], "big")


def uniform(salt: str, unit: str) -> float:
    """Return a number in [0, 1) with 53 random bits."""
    return (hash64(salt, unit) >> 11) / 2**53


def generator(salt: str, *parts: str) -> np.random.Generator:
    """Return a generator whose stream depends on the salt and the parts alone."""
    return np.random.Generator(np.random.Philox(_Key(*_key(salt, parts))))  # type: ignore[arg-type]


def passing(salt: str, *parts: str) -> np.random.Generator:
    """Return a generator with the same stream, for who is done with it before the thread asks for the next one.

    It is one object for all requests of a thread: to set one costs half as much as to make one.
    """
    reused = _REUSED
    reused.key[:] = _key(salt, parts)
    reused.bits.state = reused.state
    return reused.generator


class _Key(ISeedSequence):
    """A key for Philox as it is: given by its own argument, the system would be asked for entropy all the same."""

    def __init__(self, low: int, high: int):
        self._words = np.array([low, high], np.uint64)

    def generate_state(self, n_words: int, dtype: object = np.uint32) -> NDArray[np.uint64]:
        """Return the key's two words, which is all that Philox asks for."""
        return self._words


class _Reused(threading.local):
    """A thread's own generator, with the state that it has at the beginning of a stream."""

    def __init__(self) -> None:
        self.bits = np.random.Philox(_Key(0, 0))  # type: ignore[arg-type]
        self.generator = np.random.Generator(self.bits)
        self.state = self.bits.state
        self.key = self.state["state"]["key"]


_REUSED = _Reused()


def _key(salt: str, parts: tuple[str, ...]) -> tuple[int, int]:
    """The lower and the upper 64 bits of the key of a stream."""
    encoded = [_bytes(part) for part in (salt, *parts)]
    # Each part goes in with its length: ids may hold any character, so no separator could keep them apart.
    digest = hashlib.sha256(b"".join([len(each).to_bytes(8, "big") + each for each in encoded])).digest()
    high, low = _KEY.unpack_from(digest)
    return low, high


def _bytes(text: str) -> bytes:
    # Lone surrogates can reach us through JSON escapes; they must hash, not raise.
    return text.encode("utf-8", "surrogatepass")
