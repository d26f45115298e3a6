"""Pulse: a thread of each worker that tells the master that the process lives, and ends it when it hangs.

The thread that answers cannot tell a request that takes long from one that never ends; who looks on can, by the lease.
A process in which not even this thread gets on, because it was stopped or something holds the interpreter, misses its
heartbeats, and the master ends it.
"""

import os
import sys
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from service.lease import Lease

BEAT = 0.25
"""Seconds between two looks."""
HUNG = 70
"""Exit status of a worker that has ended itself."""


class Pulse:
    """Watches the thread that makes it; `notify` tells the master, `end` ends the process."""

    def __init__(self, lease: Lease, notify: Callable[[], None], end: Callable[[], None] | None = None):
        self._lease, self._notify, self._end = lease, notify, end or self._give_up
        self._thread = threading.current_thread()
        self._schedule = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat")
        self._seen = (-1, 0.0)
        self._stop = threading.Event()

    def start(self) -> None:
        """Begin to watch."""
        threading.Thread(target=self._run, name="pulse", daemon=True).start()

    def stop(self) -> None:
        """Watch no longer, and tell the master nothing more."""
        self._stop.set()

    def late(self) -> bool:
        """Tell whether the lease has run out; time in which the machine gave the thread no core does not count."""
        number, until = self._lease.number, self._lease.until
        waited = self._waited()
        if number != self._seen[0]:
            self._seen = (number, waited)
        return time.monotonic() - (waited - self._seen[1]) > until and number == self._lease.number

    def _run(self) -> None:
        while not self._stop.wait(BEAT):
            if self.late():
                self._end()
                return
            try:
                self._notify()
            except ValueError:
                # A worker that ends has closed what it is told by: there is nothing to watch any more.
                return

    def _waited(self) -> float:
        """Seconds in which the watched thread could have run and got no core, 0 where the system does not tell."""
        with suppress(OSError, IndexError, ValueError):
            return int(self._schedule.read_text().split()[1]) / 1e9
        return 0.0

    def _give_up(self) -> None:
        frame = sys._current_frames().get(self._thread.ident or 0)
        where = "".join(traceback.format_stack(frame))
        # Not by way of the log: the thread that hangs may hold its lock.
        os.write(2, f"worker {os.getpid()} hangs and is replaced; it was here:\n{where}".encode())
        os._exit(HUNG)
