"""Measuring: once a day one worker has metrics, funnels and campaigns measured, each by a command of its own."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from service import of_its_own
from service.log import logger
from service.measured import METRIC
from service.one_at_a_time import alone
from service.stores.results import Results
from slotwise.errors import SlotwiseError

EVERY = 600.0
"""Seconds between two looks whether it is due."""
COMMANDS = (("log", "export"), ("metrics", "--write"), ("funnel", "--write"), ("campaign", "report", "--write"))
"""What is run, one after the other; each stands by itself."""
_log = logger("measuring")


@dataclass(frozen=True)
class Measuring:
    """Starts the commands when the newest sheets are too old; of all workers of a machine one at a time."""

    results: Results
    hours: float
    """Hours between two runs; 0 for never."""
    data_dir: Path
    clock: Callable[[], float] = time.time
    commands: tuple[tuple[str, ...], ...] = COMMANDS

    def due(self) -> bool:
        """Tell whether it is time; raise StoreError."""
        return of_its_own.due(self.results, METRIC, self.hours, self.clock())

    def tick(self) -> bool:
        """Have everything measured if that is due and no other worker is at it; return whether somebody looked."""
        return alone(self.data_dir / "measures.lock", self._run)

    def _run(self) -> None:
        if not self.due():
            return
        for each in self.commands:
            try:
                of_its_own.run(self.data_dir, *each)
            except SlotwiseError as error:
                _log.warning("not measured", command=" ".join(each), detail=error.detail)
