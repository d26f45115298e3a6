"""Measuring: once a day one worker has metrics, funnels and campaigns measured, by commands in processes of their own.

What they need (DuckDB, Arrow) never comes into a process that answers; without these libraries it is off.
"""

import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from service.log import logger
from service.measured import METRIC
from service.one_at_a_time import alone
from service.reviewing import missing
from service.stores.results import Results

EVERY = 600.0
"""Seconds between two looks whether it is due."""
COMMANDS = (("log", "export"), ("metrics", "--write"), ("funnel", "--write"), ("campaign", "report", "--write"))
"""What is run, one after the other; each stands by itself."""
_LONGEST = 3_600.0
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
        if not self.hours or missing():
            return False
        newest = self.results.newest(METRIC)
        return newest is None or self.clock() * 1_000 - newest.made_at >= self.hours * 3_600_000

    def tick(self) -> bool:
        """Have everything measured if that is due and no other worker is at it; return whether somebody looked."""
        return alone(self.data_dir / "measures.lock", self._run)

    def _run(self) -> None:
        if not self.due():
            return
        for each in self.commands:
            command = [sys.executable, "-m", "slotwise", *each, "--json", "--data-dir", str(self.data_dir)]
            try:
                done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_LONGEST)
            except subprocess.TimeoutExpired:
                _log.warning("not measured", command=" ".join(each), detail=f"it took more than {_LONGEST:.0f} s")
                continue
            if done.returncode:
                detail = (done.stderr or done.stdout).strip()[-500:]
                _log.warning("not measured", command=" ".join(each), detail=detail)
