"""Reviewing: once a day one worker has the contents reviewed, by a command in a process of its own.

What the review needs (DuckDB, Arrow) never comes into a process that answers; without these libraries it is off.
"""

import fcntl
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from service.content_reviews import OVERVIEW
from service.log import logger
from service.stores.results import Results
from slotwise.errors import StoreError

EVERY = 600.0
"""Seconds between two looks whether a review is due."""
LIBRARIES = ("duckdb", "pyarrow")
_COMMAND = ("-m", "slotwise", "content", "review", "--write", "--json", "--data-dir")
_LONGEST = 3_600.0
_log = logger("reviewing")


def missing() -> list[str]:
    """Return the libraries of the review that are not installed."""
    return [name for name in LIBRARIES if find_spec(name) is None]


@dataclass(frozen=True)
class Reviewing:
    """Starts the command when the newest review is too old; of all workers of a machine one at a time."""

    results: Results
    hours: float
    """Hours between two reviews; 0 for never."""
    data_dir: Path
    clock: Callable[[], float] = time.time

    def due(self) -> bool:
        """Tell whether a review is to be made now; raise StoreError."""
        if not self.hours or missing():
            return False
        newest = self.results.newest(OVERVIEW)
        return newest is None or self.clock() * 1_000 - newest.made_at >= self.hours * 3_600_000

    def tick(self) -> bool:
        """Have the contents reviewed if that is due and no other worker is at it; return whether it was done."""
        try:
            if not self.due():
                return False
            with (self.data_dir / "review.lock").open("w") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                # Another worker may have made one between the look and the lock.
                return self.due() and self._run()
        except BlockingIOError:
            return False
        except (OSError, StoreError) as error:
            _log.warning("contents not reviewed", detail=str(error))
            return False

    def _run(self) -> bool:
        command = [sys.executable, *_COMMAND, str(self.data_dir)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_LONGEST)
        except subprocess.TimeoutExpired:
            _log.warning("contents not reviewed", detail=f"the review took more than {_LONGEST:.0f} s")
            return False
        if done.returncode:
            _log.warning("contents not reviewed", detail=(done.stderr or done.stdout).strip()[-500:])
            return False
        _log.info("contents reviewed")
        return True
