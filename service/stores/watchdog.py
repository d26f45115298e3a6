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


class Watchdog:
    """Shuts sockets that are held for too long; one thread, started with the first one in each process."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._held: list[tuple[float, int, int]] = []
        self._done: set[int] = set()
        self._numbers = count()
        self._pid = 0

    @contextmanager
    def watch(self, handle: int, seconds: float) -> Iterator[None]:
        """Shut the socket of a file descriptor if the block takes longer."""
        number = next(self._numbers)
        with self._changed:
            if self._pid != os.getpid():
                self._start()
            heapq.heappush(self._held, (time.monotonic() + seconds, number, handle))
            if self._held[0][1] == number:
                self._changed.notify()
        try:
            yield
        finally:
            with self._changed:
                self._done.add(number)

    def _start(self) -> None:
        # After a fork nothing of the parent's is held here.
        self._held, self._done, self._pid = [], set(), os.getpid()
        threading.Thread(target=self._run, name="watchdog", daemon=True).start()

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
