"""Seldom: says when something that happens at every request is worth a line of the log again."""

import time
from collections.abc import Callable


class Seldom:
    """At most once in so many seconds; what came in between is counted."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic):
        self._seconds = seconds
        self._clock = clock
        self._again = 0.0
        self._count = 0

    def due(self) -> int:
        """Return how often it has happened since the last line, this time included, or 0 when it is too soon."""
        self._count += 1
        now = self._clock()
        if now < self._again:
            return 0
        count, self._count, self._again = self._count, 0, now + self._seconds
        return count
