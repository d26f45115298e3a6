"""Background: the threads of a worker that watch the shelf, refresh the counts and write the log.

Threads do not survive a fork, so they are started in the process that uses them: by gunicorn's hook, or
with the first request wherever there is no such hook.
"""

import os
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from service.decision_log import DecisionLog
from service.log import logger
from service.models import Models
from service.world import World

_log = logger("background")
_SHARE = 10
"""What costs the same again every time, as a refresh does, rests at least this many times as long as it took."""

Works = Mapping[str, tuple[float, Callable[[], object]]]
"""By name, the seconds between, and the work."""


@dataclass
class Background:
    """Starts and stops the threads of one process."""

    models: Models
    world: World
    log: DecisionLog
    watch_seconds: float
    refresh_seconds: float
    looks: Works = field(default_factory=dict)
    """What looks whether something is new, as the watch does. It is cheap but where it takes up what it finds, which
    can take long; the next look comes in time all the same, so that what was taken up can be taken back."""
    chores: Works = field(default_factory=dict)
    """What else is done again and again."""
    _pid: int = 0
    _stop: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _threads: list[threading.Thread] = field(default_factory=list)

    def ensure(self) -> None:
        """Start the threads unless this process has them already."""
        if self._pid == os.getpid():
            return
        with self._lock:
            if self._pid != os.getpid():
                self._start()
                self._pid = os.getpid()

    def stop(self) -> None:
        """End the threads and write what waits to be logged."""
        if self._pid == os.getpid():
            self._stop.set()
            self.log.stop()
            for thread in self._threads:
                thread.join(2.0)
            self._pid = 0

    def alive(self) -> bool:
        """Tell whether every thread of this process runs."""
        return all(thread.is_alive() for thread in self._threads)

    def _start(self) -> None:
        self._stop = threading.Event()
        self.models.count()
        self.log.start()
        self._threads = [
            self._thread("watch", self.watch_seconds, self.models.check),
            *(self._thread(name, seconds, work) for name, (seconds, work) in self.looks.items()),
            self._thread("refresh", self.refresh_seconds, self.world.tick, _SHARE),
            *(self._thread(name, seconds, work, _SHARE) for name, (seconds, work) in self.chores.items()),
        ]

    def _thread(self, name: str, seconds: float, work: Callable[[], object], share: int = 0) -> threading.Thread:
        thread = threading.Thread(target=self._repeat, args=(name, seconds, work, share), name=name, daemon=True)
        thread.start()
        return thread

    def _repeat(self, name: str, seconds: float, work: Callable[[], object], share: int) -> None:
        pause = seconds
        while not self._stop.wait(pause):
            started = time.monotonic()
            try:
                work()
            except Exception as error:
                _log.error("background work failed", work=name, error=f"{type(error).__name__}: {error}")
            pause = max(seconds, share * (time.monotonic() - started))
