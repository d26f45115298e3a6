"""Reviewing: once a day one worker has the contents reviewed, by a command in a process of its own."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from service import of_its_own
from service.content_reviews import OVERVIEW
from service.log import logger
from service.one_at_a_time import alone
from service.stores.results import Results

EVERY = 600.0
"""Seconds between two looks whether a review is due."""
COMMAND = ("content", "review", "--write")
_log = logger("reviewing")


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
        return of_its_own.due(self.results, OVERVIEW, self.hours, self.clock())

    def tick(self) -> bool:
        """Have the contents reviewed if that is due and no other worker is at it; return whether somebody looked."""
        return alone(self.data_dir / "review.lock", self._review)

    def _review(self) -> None:
        if self.due():
            of_its_own.run(self.data_dir, *COMMAND)
            _log.info("contents reviewed")
