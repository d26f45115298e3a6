"""Retention: what is older than the installation wants to keep is dropped from the log, a little at a time."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from service.log import logger
from service.one_at_a_time import alone
from service.settings import Settings
from service.stores.pruning import Pruning

DAY = 86_400_000
EVERY = 3_600.0
"""Seconds between two looks."""
_PAUSE = 0.05
"""Seconds after each bite, in which others write."""

_log = logger("retention")


def kept_days(settings: Settings) -> dict[str, int]:
    """Return for how many days each part of the log is kept; what is kept for ever is left out."""
    days = {
        "events": settings.keep_events_days,
        "exposures": settings.keep_events_days,
        "decisions": settings.keep_decisions_days,
        "assignments": settings.keep_decisions_days,
        "refreshes": settings.keep_refreshes_days,
        "rejected": settings.keep_rejected_days,
    }
    return {name: each for name, each in days.items() if each is not None}


@dataclass(frozen=True)
class Retention:
    """Drops old parts of the log; of all workers of a machine one at a time. `days` by part; `clock` seconds UTC."""

    pruning: Pruning
    days: Mapping[str, int]
    lock: Path
    clock: Callable[[], float] = time.time

    def before(self, name: str) -> int:
        """Return the moment (ms UTC) before which a part is dropped: the beginning of a day."""
        now = int(self.clock() * 1_000)
        return now - now % DAY - self.days[name] * DAY

    def run(self, pause: Callable[[], object] = lambda: None) -> dict[str, int]:
        """Drop everything that is too old and return how many rows of each part; raise StoreError."""
        return {name: self.pruning.drop(name, self.before(name), pause) for name in self.days}

    def tick(self) -> bool:
        """Do the same in the background, unless another worker is at it; return whether it was done."""
        if not self.days:
            return False
        return alone(self.lock, self._tell)

    def _tell(self) -> None:
        dropped = self.run(lambda: time.sleep(_PAUSE))
        if any(dropped.values()):
            _log.info("old log dropped", **dropped)
