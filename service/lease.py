"""Lease: until when a thread may go on without being taken for hung, and how what has an end of its own asks for more.

The server gives a lease for each request; whoever waits for a database or loads a model says for how long at most.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import local

_current = local()


class Lease:
    """Of one thread; `until` is on the monotonic clock, `number` grows with each renewal."""

    def __init__(self) -> None:
        self.until = float("inf")
        self.number = 0

    def give(self, seconds: float) -> None:
        """Begin anew: from now on for so long."""
        self.until = time.monotonic() + seconds
        self.number += 1

    def hold(self) -> None:
        """Make this the lease of the thread that calls."""
        _current.lease = self


@contextmanager
def longer(seconds: float) -> Iterator[None]:
    """Let the block take so much longer; what it took does not count afterwards.

    Does nothing in a thread without a lease.
    """
    lease: Lease | None = getattr(_current, "lease", None)
    if lease is None:
        yield
        return
    before, began = lease.until, time.monotonic()
    lease.until = before + seconds
    try:
        yield
    finally:
        lease.until = before + time.monotonic() - began
