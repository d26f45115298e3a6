"""Renewing: the population is brought up to date by a process of its own, so that whoever serves goes on serving."""

import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from service.log import logger
from service.population.store import MANIFEST
from slotwise.errors import PopulationError

_log = logger("population")
_COMMAND = ("-m", "slotwise", "audience", "refresh", "--json")
_SECONDS = 3_600.0


@dataclass(frozen=True)
class Renewing:
    """Runs `slotwise audience refresh` on a data folder, whose population is in `folder`. `wall` gives seconds."""

    data_dir: Path
    folder: Path
    wall: Callable[[], float] = time.time

    def run(self, wait: float = 20.0) -> None:
        """Bring the population up to date, waiting some seconds for another builder; raise PopulationError."""
        command = [sys.executable, *_COMMAND, "--wait", str(wait), "--data-dir", str(self.data_dir)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_SECONDS)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise PopulationError(f"the columns cannot be made: {type(error).__name__}") from error
        if done.returncode:
            said = [line for line in done.stderr.strip().splitlines() if line.strip()][:1] or [""]
            raise PopulationError(f"the columns cannot be made: {said[0][:200]}", hint="slotwise audience refresh")

    def tick(self, seconds: float) -> None:
        """Bring the population up to date if there ever was one, and nobody did so half of some seconds ago: a chore.

        Every worker has this chore, so most of the time another one has just done it.
        """
        try:
            age = self.wall() - (self.folder / MANIFEST).stat().st_mtime
        except OSError:
            return
        if age < seconds / 2:
            return
        try:
            self.run(wait=0.0)
        except PopulationError as error:
            _log.info("population not renewed", detail=error.detail)
