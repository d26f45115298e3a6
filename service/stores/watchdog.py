"""Watchdog: ends what a database's socket does not let end.

A connection whose packets vanish hangs in spite of the server's own timeouts, which its answers can no longer tell;
shut from this side, the read that waits on it fails at once.
"""

import heapq
import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count

from service.stores.forked import renew_in_children


class Watchdog:
    """Shuts sockets that are held for too long; one thread, started with the first one in each process."""

    def __init__(self) -> None:
        self._numbers = count()
        self.renew()
        renew_in_children(self)

    def renew(self) -> None:
        """Begin with nothing held: the thread of the parent, and perhaps its lock, are lost in a child."""
        self._changed = threading.Condition()
        self._held: list[tuple[float, int, int]] = []
        self._done: set[int] = set()
        self._running = False

    @contextmanager
    def watch(self, handle: int, seconds: float) -> Iterator[None]:
        """Shut the socket of a file descriptor if the block takes longer."""
        number = next(self._numbers)
        with self._changed:
            if not self._running:
                self._running = True
                threading.Thread(target=self._run, name="watchdog", daemon=True).start()
            heapq.heappush(self._held, (time.monotonic() + seconds, number, handle))
            if self._held[0][1] == number:
                self._changed.notify()
        try:
            yield
        finally:
            with self._changed:
                self._done.add(number)

    def _run(self) -> None:
        while True:
            with self._changed:
                while not self._held:
                    self._changed.wait()
                until, number, handle = self._held[0]
                left = until - time.monotonic()
                if number not in self._done and left > 0:
                    self._changed.wait(left)
                    continue
                heapq.heappop(self._held)
                if number in self._done:
                    self._done.discard(number)
                else:
                    # Under the lock, so that the descriptor still is this connection's.
                    _shut(handle)


def _shut(handle: int) -> None:
    with suppress(OSError):
        copy = socket.socket(fileno=os.dup(handle))
        with copy:
            copy.shutdown(socket.SHUT_RDWR)
