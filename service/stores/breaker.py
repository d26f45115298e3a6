"""Circuit breaker: after a failure nobody waits for a server again until it has been seen to answer.

Requests never try it themselves: a thread does, for as long as the circuit is open.
"""

import os
import threading
import time
from collections.abc import Callable

from service.log import logger

_log = logger("stores")


class Breaker:
    """Open after a failure, closed again once `probe` returns without an error; one a process and server."""

    def __init__(self, name: str, probe: Callable[[], object], pause: float = 0.5):
        self._name = name
        self._probe = probe
        self._pause = pause
        self._lock = threading.Lock()
        self._pid = 0
        self.open = False

    def trip(self, reason: str) -> None:
        """Open the circuit."""
        with self._lock:
            if self.open and self._pid == os.getpid():
                return
            self.open, self._pid = True, os.getpid()
        _log.warning("server away", server=self._name, reason=reason)
        threading.Thread(target=self._watch, name=f"breaker {self._name}", daemon=True).start()

    def _watch(self) -> None:
        while True:
            time.sleep(self._pause)
            try:
                self._probe()
            except Exception:
                continue
            self.open = False
            _log.info("server back", server=self._name)
            return
