"""Entropy: random bytes from the system, taken in advance.

Every call into the system lets go of the interpreter, and a request that does so may wait for the log's writer.
"""

import os
from threading import local

_AT_ONCE = 4_096
_store = local()


def random_bytes(count: int) -> bytes:
    """Return so many bytes (at most 4,096) that nobody has been given yet."""
    left: bytes = getattr(_store, "left", b"")
    if len(left) < count:
        left = os.urandom(_AT_ONCE)
    _store.left = left[count:]
    return left[:count]


def _forget() -> None:
    _store.__dict__.clear()


# A fork has a copy of what its parent took in advance.
os.register_at_fork(after_in_child=_forget)
