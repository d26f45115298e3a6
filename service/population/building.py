"""Building: the population is made from the database, and brought up to date with whoever has changed since.

One builder at a time, by a lock on a file; readers never wait. What is made is complete before the manifest names it,
so a builder that is killed leaves the population as it was.
"""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from service.log import logger
from service.one_at_a_time import held
from service.population.part import Part
from service.population.rows import Row as Kept
from service.population.rows import row_of
from service.population.store import Population, write_manifest
from service.population.writing import PartWriter
from service.stores.everybody import Everybody, Row
from service.stores.locks import PATIENCE
from slotwise.errors import PopulationError, StateError

_log = logger("population")
_MARGIN_MS = int(PATIENCE * 1_000)
"""How much older than its commit a revision can be: a transaction takes no longer, and clocks differ by less."""
_BIG = 0.1
"""Share of the base that an overlay may have before all is made anew ..."""
_SMALL = 20_000
"""... unless it is no more than so many persons."""
Watch = Callable[[int], None]


@dataclass(frozen=True)
class Builder:
    """Writes the population of a folder from the database. `wall` gives seconds UTC."""

    folder: Path
    everybody: Everybody
    wall: Callable[[], float] = time.time

    def refresh(self, anew: bool = False, watch: Watch = lambda persons: None, seconds: float = 0.0) -> dict[str, Any]:
        """Bring the population up to date and return what it holds; `watch` is told how many persons have been read.

        Raises PopulationError when another builder is at work for longer than some seconds, or StoreError.
        """
        with only_one(self.folder, seconds):
            try:
                known = None if anew else Population.open(self.folder)
            except PopulationError:
                known = None
            told = self._anew(watch) if known is None else self._changed(known, watch)
            self._clear(told)
            return told

    def _anew(self, watch: Watch) -> dict[str, Any]:
        started, name = self._now(), self._name("base")
        writer, bounds, damaged = PartWriter(self.folder / name), list[str](), 0
        for rows in self.everybody.all():
            damaged += _add(writer, rows)
            bounds.append(rows[-1].person_id)
            watch(len(writer))
        found = writer.close()
        told = {
            "as_of": started, "base": name, "base_of": started, "bounds": bounds, "overlay": None, "changed": 0,
            "persons": found["persons"], "damaged": damaged, "left_out": found["left_out"],
            "seconds": self._now() / 1_000 - started / 1_000,
        }  # fmt: skip
        write_manifest(self.folder, told)
        return told

    def _changed(self, known: Population, watch: Watch) -> dict[str, Any]:
        started, name = self._now(), self._name("overlay")
        most = max(_SMALL, int(_BIG * len(known.base)))
        writer, damaged = PartWriter(self.folder / name), 0
        for rows in self.everybody.since(known.told["base_of"] - _MARGIN_MS, known.told["bounds"]):
            damaged += _add(writer, _newer(known.base, rows))
            watch(len(writer))
            if len(writer) > most:
                writer.close()
                shutil.rmtree(self.folder / name)
                return self._anew(watch)
        found = writer.close()
        overlay = Part(self.folder / name)
        rows_of = np.array([row for each in overlay.ids if (row := known.base.find(each)) >= 0], np.int64)
        np.save(self.folder / name / "supersedes.npy", rows_of)
        told = {
            **known.told, "as_of": started, "overlay": name, "changed": found["persons"],
            "persons": len(known.base) - len(rows_of) + found["persons"],
            "overlay_damaged": damaged, "overlay_seconds": self._now() / 1_000 - started / 1_000,
        }  # fmt: skip
        write_manifest(self.folder, told)
        return told

    def _name(self, kind: str) -> str:
        return f"{kind}-{time.time_ns():x}-{os.getpid():x}"

    def _now(self) -> int:
        return int(self.wall() * 1_000)

    def _clear(self, told: dict[str, Any]) -> None:
        """Drop what no manifest names any more; whoever has it mapped goes on with it."""
        for path in self.folder.iterdir():
            if path.is_dir() and path.name not in (told["base"], told["overlay"]):
                shutil.rmtree(path, ignore_errors=True)


def _add(writer: PartWriter, rows: list[Row]) -> int:
    """Add states to a part, and return how many of them cannot be read."""
    damaged = 0
    for row in rows:
        found, broken = _row(row)
        damaged += broken
        writer.add(row.person_id, row.revision, found)
    return damaged


def _row(row: Row) -> tuple[Kept | None, bool]:
    if row.merged_into is not None:
        return None, False
    try:
        return row_of(row.state), False
    except StateError as error:
        _log.error("state damaged", person=row.person_id, detail=error.detail)
        return None, True


def _newer(base: Part, rows: list[Row]) -> list[Row]:
    """Return the states that the base does not have in this revision."""
    revisions = base.array("revision")
    places = [base.find(row.person_id) for row in rows]
    return [row for row, place in zip(rows, places, strict=True) if place < 0 or int(revisions[place]) != row.revision]


@contextmanager
def only_one(folder: Path, seconds: float = 0.0) -> Iterator[None]:
    """Keep all others from writing the population; raise PopulationError when that is not had within some seconds."""
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        try:
            stack.enter_context(held(folder / ".lock", seconds))
        except BlockingIOError as error:
            raise PopulationError("the columns are being written by somebody else", hint="try again") from error
        yield
