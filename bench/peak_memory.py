"""PeakMemory: the most memory that this process and those that it started had at any moment, pages they share once."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import Self

_EVERY = 0.5
"""Seconds between two looks."""


class PeakMemory:
    """Looks at Linux's proportional set sizes from a thread of its own while it is entered."""

    def __init__(self) -> None:
        self.mb = 0.0
        """The most that was seen, in MB."""
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()
        self._look()

    def _watch(self) -> None:
        while not self._done.wait(_EVERY):
            self._look()

    def _look(self) -> None:
        self.mb = max(self.mb, sum(map(_held, _family())) / 1024)


def _family() -> list[Path]:
    """This process and those that it started."""
    own = os.getpid()
    return [Path(f"/proc/{own}"), *(each for each in Path("/proc").glob("[0-9]*") if _parent(each) == own)]


def _parent(process: Path) -> int:
    try:
        # The name stands in brackets and may hold anything.
        return int((process / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:  # It ended in between.
        return 0


def _held(process: Path) -> int:
    """Proportional set size in KB."""
    try:
        lines = (process / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
