"""Feeding: decisions go to the shadow's process over a socket that never waits; what it does not take is dropped.

The kernel's queue of a datagram socket holds a few messages: that is all that ever waits. While it is full nothing is
even packed, so that a shadow that is at its budget costs a worker nothing.
"""

import errno
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path

from service.records import Made
from service.shadow.sample import packed

SOCKET = "shadow.sock"
_REST = 0.02
"""Seconds in which nothing is offered after the queue was full."""


class Feeding:
    """Hands decisions on from one worker while `wanted`; used by the decision log's thread."""

    def __init__(self, data_dir: Path, clock: Callable[[], float] = time.monotonic):
        self._path = str(data_dir / SOCKET)
        self._clock = clock
        self._socket: socket.socket | None = None
        self._again = 0.0
        self._lock = threading.Lock()
        self.wanted = False
        self.dropped = self.sent = 0

    def offer(self, made: object) -> None:
        """Hand a decision on unless the shadow has enough to do; raises nothing."""
        if not self.wanted or not isinstance(made, Made):
            return
        with self._lock:
            if self._clock() < self._again:
                self.dropped += 1
                return
            try:
                message = packed(made)
                if message is not None:
                    self._open().send(message)
                    self.sent += 1
            except OSError as error:
                self._rest(error)
            except Exception:
                # A decision that cannot be packed is none for the shadow, and no matter of the log's.
                self.dropped += 1

    def close(self) -> None:
        """Close the socket."""
        with self._lock:
            if self._socket is not None:
                self._socket.close()
                self._socket = None

    def _open(self) -> socket.socket:
        if self._socket is None:
            made = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            made.setblocking(False)
            try:
                made.connect(self._path)
            except OSError:
                made.close()
                raise
            self._socket = made
        return self._socket

    def _rest(self, error: OSError) -> None:
        self.dropped += 1
        self._again = self._clock() + _REST
        if error.errno not in (errno.EAGAIN, errno.ENOBUFS, errno.EMSGSIZE) and self._socket is not None:
            # The process has gone, or another one has come.
            self._socket.close()
            self._socket = None
