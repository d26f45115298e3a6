"""Watching: every worker feeds the shadow that the configuration asks for, and one of them keeps its process alive."""

import fcntl
import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from typing import IO

from pydantic import SecretStr

from service.log import logger
from service.models import Models
from service.settings import ELSEWHERE, PREFIX, Settings
from service.shadow.feeding import Feeding
from service.shadow.process import wanted_of
from slotwise.documents.shadows import Shadow

EVERY = 2.0
"""Seconds between two looks."""
_AGAIN = 30.0
"""Seconds after which a process that ended by itself is started again."""
_GRACE = 8.0
"""Seconds in which it may end by itself: it yields to everybody, so on a busy machine it hears of it late."""
_LOCK = "shadow.lock"
_log = logger("shadow")


@dataclass
class Watching:
    """The shadow as one worker sees it."""

    settings: Settings
    models: Models
    feeding: Feeding
    _lock: IO[str] | None = field(default=None, repr=False)
    _child: "subprocess.Popen[bytes] | None" = field(default=None, repr=False)
    _runs: Shadow | None = None
    _started: float = float("-inf")

    def tick(self) -> None:
        """Feed what is wanted; start its process, or end it, if this is the worker that does that."""
        wanted = None if self.models.in_effect is None else wanted_of(self.models.in_effect)
        self.feeding.wanted = wanted is not None
        if self._child is not None and (wanted != self._runs or self._child.poll() is not None):
            self._end()
        if wanted is not None and self._child is None and time.monotonic() - self._started >= _AGAIN and self._mine():
            self._start(wanted)
        if wanted is None:
            self.feeding.close()
            self._started = float("-inf")

    def stop(self) -> None:
        """End the process with its worker."""
        self.feeding.wanted = False
        self.feeding.close()
        self._end()

    def _mine(self) -> bool:
        """Take the lock that one worker of a machine holds; tell whether this one does."""
        if self._lock is not None:
            return True
        self.settings.data_dir.mkdir(parents=True, exist_ok=True)
        lock = (self.settings.data_dir / _LOCK).open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.close()
            return False
        self._lock = lock
        return True

    def _start(self, wanted: Shadow) -> None:
        self._started = time.monotonic()
        self._runs = wanted
        self._child = subprocess.Popen([sys.executable, "-m", "service.shadow.process"], env=environment(self.settings))
        _log.info("shadow started", version=wanted.pinned.version, process=self._child.pid)

    def _end(self) -> None:
        child, self._child, changed = self._child, None, self._runs
        if child is not None:
            if child.poll() is None:
                child.terminate()
                try:
                    child.wait(_GRACE)
                except subprocess.TimeoutExpired:
                    child.kill()
                    child.wait()
                # It was ended, so the next one need not wait.
                self._started = float("-inf")
            _log.info("shadow ended", version=changed.pinned.version if changed else "", status=child.returncode)
        if self._lock is not None:
            self._lock.close()
            self._lock = None


def environment(settings: Settings) -> dict[str, str]:
    """Return an environment in which another process finds the same settings."""
    kept = (name for name in os.environ if not name.upper().startswith(PREFIX) or name.upper() in ELSEWHERE)
    found = {name: os.environ[name] for name in kept}
    found.pop("PROMETHEUS_MULTIPROC_DIR", None)
    for name in type(settings).model_fields:
        value = getattr(settings, name)
        if value not in (None, ""):
            plain = value.get_secret_value() if isinstance(value, SecretStr) else value
            found[f"{PREFIX}{name.upper()}"] = str(plain)
    return {**found, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
