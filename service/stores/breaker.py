"""Circuit breaker: after a failure nobody waits for a server again until it has been seen to answer.

Requests never try it themselves: a thread does, for as long as the circuit is open.
"""

import threading
import time
from collections.abc import Callable

from service.log import logger
from service.stores.forked import renew_in_children

_log = logger("stores")


class Breaker:
    """Open after a failure, closed again once `probe` returns without an error; one a process and server."""

    def __init__(self, name: str, probe: Callable[[], object], pause: float = 0.5):
        self._name = name
        self._probe = probe
        self._pause = pause
        self.renew()
        renew_in_children(self)

    def renew(self) -> None:
        """Begin with a closed circuit: the thread that would close it does not live on in a child."""
        self._lock = threading.Lock()
        self.open = False

    def trip(self, reason: str) -> None:
        """Open the circuit."""
        with self._lock:
            if self.open:
                return
            self.open = True
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
