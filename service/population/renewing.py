"""Renewing: the population is brought up to date by a process of its own, so that whoever serves goes on serving."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from service import of_its_own
from service.log import logger
from service.population.store import MANIFEST
from slotwise.errors import PopulationError, SlotwiseError

_log = logger("population")


@dataclass(frozen=True)
class Renewing:
    """Runs `slotwise audience refresh` on a data folder, whose population is in `folder`. `wall` gives seconds."""

    data_dir: Path
    folder: Path
    wall: Callable[[], float] = time.time

    def run(self, wait: float = 20.0) -> None:
        """Bring the population up to date, waiting some seconds for another builder; raise PopulationError."""
        try:
            of_its_own.run(self.data_dir, "audience", "refresh", "--wait", str(wait))
        except SlotwiseError as error:
            raise PopulationError(
                f"the columns cannot be made: {error.detail[:200]}", hint="slotwise audience refresh"
            ) from error

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
