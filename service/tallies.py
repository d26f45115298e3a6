"""Tallies: what every request counts, gathered in memory and told to the shared metrics many at a time.

To count once takes a lock, a look at the process' id and two writes to the file that workers share: five times a
decision that is more than its parsing takes.
"""

from bisect import bisect_left
from collections import Counter, deque
from collections.abc import Iterable, Sequence
from threading import Lock
from typing import Any

from prometheus_client import Counter as Total
from prometheus_client import Histogram

_MOST = 1_000
"""So many that were not told yet are told at once, whoever counts."""


class Spread(Histogram):
    """A histogram that takes in many values at a time."""

    def observe_all(self, amounts: Sequence[float]) -> None:
        """Take in values as `observe` does, one by one."""
        self._sum.inc(sum(amounts))
        for place, count in Counter(bisect_left(self._upper_bounds, each) for each in amounts).items():
            self._buckets[place].inc(count)


class Tallies:
    """Counts in memory until `tell`; any thread may count, and any may tell."""

    def __init__(self, decisions: Total, levels: Total, seconds: Spread, responses: Total):
        self._decisions, self._levels, self._seconds, self._responses = decisions, levels, seconds, responses
        self._taken: deque[float] = deque()
        self._filled: deque[str] = deque()
        self._answered: deque[int] = deque()
        self._lock = Lock()

    def decided(self, seconds: float) -> None:
        """Count a decision and how long it took."""
        self._taken.append(seconds)

    def filled(self, levels: Iterable[str]) -> None:
        """Count the touchpoints of a decision, by step of the ladder."""
        self._filled.extend(levels)

    def answered(self, status: int) -> None:
        """Count a response."""
        self._answered.append(status)
        if len(self._answered) >= _MOST:
            self.tell()

    def tell(self) -> None:
        """Add what was counted to the metrics."""
        with self._lock:
            if seconds := _emptied(self._taken):
                self._decisions.inc(len(seconds))
                self._seconds.observe_all(seconds)
            for counter, labels in ((self._levels, self._filled), (self._responses, self._answered)):
                for label, count in Counter(_emptied(labels)).items():
                    counter.labels(str(label)).inc(count)


def _emptied(waiting: deque[Any]) -> list[Any]:
    """Take out what is there now; meanwhile others may add to it."""
    return [waiting.popleft() for _ in range(len(waiting))]
