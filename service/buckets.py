"""Token buckets: how often each caller may, with a memory that does not grow with the number of callers."""

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import NamedTuple


class Taken(NamedTuple):
    """Whether there was a token, how many are left, and after how many seconds there is one again."""

    allowed: bool
    left: float
    wait: float


class Buckets:
    """One bucket for each caller; those that were not used for longest are forgotten, which is to say full again."""

    def __init__(self, burst_seconds: float, entries: int, clock: Callable[[], float] = time.monotonic):
        self._burst = burst_seconds
        self._entries = entries
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._buckets)

    def take(self, caller: str, rate: float) -> Taken:
        """Take a token out of a caller's bucket, which fills with `rate` tokens a second up to the burst."""
        now, most = self._clock(), max(1.0, rate * self._burst)
        left, at = self._buckets.pop(caller, (most, now))
        left = min(most, left + (now - at) * rate)
        allowed = left >= 1.0
        if allowed:
            left -= 1.0
        self._buckets[caller] = left, now
        if len(self._buckets) > self._entries:
            self._buckets.popitem(last=False)
        return Taken(allowed, left, max(0.0, (1.0 - left) / rate))
