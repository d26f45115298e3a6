"""Exporting: the live log becomes a data set folder, day by day, and later only the days that have changed.

Late events go into the day on which they happened, which is then written again. A run that was ended midway goes on
where it stopped: every finished day is noted at once. Memory is bounded by a batch of rows, not by the log.
"""

import time
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from service.export.alone import alone
from service.export.beside import write_consents, write_persons
from service.export.catalog import write_catalog
from service.export.facts import Facts, NewFactError
from service.export.files import without, write
from service.export.kinds import Kinds
from service.export.manifest import PARTS, Manifest
from service.export.rows import Columns, assignment_columns, decision_columns, event_columns
from service.export.telling import describe
from service.export.who import Who
from service.stores.assignments import Assignments
from service.stores.decisions import Decisions
from service.stores.log_days import DAY, DayOf, LogDays
from slotwise import log
from slotwise.model import Model

Watch = Callable[[str, float], None]
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Exporter:
    """Writes the log to a folder. `pruned` tells up to which moment (ms UTC) each part of the log was dropped: files
    of these days stay as they are, but for persons who were `erased`: of some ids it returns theirs."""

    log: LogDays
    decisions: Decisions
    assignments: Assignments
    model: Model | None
    pruned: Mapping[str, int]
    erased: Callable[[Collection[str]], set[str]]

    def run(
        self,
        folder: Path,
        since: date = _EPOCH,
        until: date = date.max,
        watch: Watch = lambda what, done: None,
        wait: float = 0.0,
    ) -> dict[str, Any]:
        """Bring a folder up to date with the days in [since, until) and return what it holds. Raises ConfigError for a
        folder of something else, or when another export to it takes longer than `wait` seconds, StoreError when the
        log cannot be read; what was finished until then stays."""
        with alone(folder, wait):
            manifest, started = Manifest.read(folder), int(time.time() * 1_000)
            who = self._who(manifest, folder)
            counts = {name: getattr(self.log, name)() for name in PARTS}
            kinds, written = Kinds(Facts(manifest.facts), Facts(manifest.attributes)), 0
            for name, found in counts.items():
                stale = self._stale(name, found, getattr(manifest, name), (since, until))
                for place, day in enumerate(stale):
                    watch(f"{name} of {_text(day)}", place / len(stale))
                    self._day(folder, manifest, name, day, found.get(day), who, kinds)
                written += len(stale) + self._erase(folder / name, getattr(manifest, name))
            rows = self._beside(folder, who)
            return describe(folder, manifest, self.model, rows, started, written, kinds)

    def _who(self, manifest: Manifest, folder: Path) -> Who:
        """Read who is who, and forget the days of everybody who is somebody else than in the files."""
        who = Who.read(self.log)
        changed = who.changed(manifest.merged, set(manifest.apart))
        for name, days in zip(PARTS, self.log.days_of(changed), strict=True):
            for day in days:
                getattr(manifest, name).pop(_text(day), None)
        # Noted only now, with their days forgotten: were the run to end here, the next one would write them.
        manifest.merged, manifest.apart = who.merged, sorted(who.apart)
        manifest.write(folder)
        return who

    def _stale(
        self, name: str, found: Mapping[int, DayOf], known: Mapping[str, list[Any]], span: tuple[date, date]
    ) -> list[int]:
        first = max(self._kept_since(name), (span[0] - _EPOCH).days)
        gone = {_day_of(each) for each in known} - found.keys()
        changed = {day for day, each in found.items() if known.get(_text(day), [])[:2] != list(each)}
        return sorted(day for day in changed | gone if first <= day < (span[1] - _EPOCH).days)

    def _kept_since(self, name: str) -> int:
        """Return the first day of which nothing was dropped; an event may lie in the day after that of its arrival."""
        until = self.pruned.get(name, 0)
        return until // DAY + 1 if until else 0

    def _erase(self, folder: Path, days: Mapping[str, list[Any]]) -> int:
        """Take erased persons out of the files that are not written again; return how many files that changed."""
        paths = [folder / f"day={each}.parquet" for each in days if _day_of(each) < self._kept_since(folder.name)]
        return sum(without(path, self.erased) for path in paths if path.exists())

    def _day(
        self, folder: Path, manifest: Manifest, name: str, day: int, found: DayOf | None, who: Who, kinds: Kinds
    ) -> None:
        path = folder / name / f"day={_text(day)}.parquet"
        while True:
            batches = self._columns(name, day, who, kinds)
            try:
                rows = write(path, kinds.types(name), batches)
                break
            except NewFactError:
                # Every fact is new once: the day is begun again with a column for it.
                continue
        days = getattr(manifest, name)
        days.pop(_text(day), None)
        if found is not None:
            days[_text(day)] = [*found, rows]
        manifest.facts, manifest.attributes = kinds.facts.kinds, kinds.attributes.kinds
        manifest.write(folder)

    def _columns(self, name: str, day: int, who: Who, kinds: Kinds) -> Iterator[Columns]:
        span = day * DAY, (day + 1) * DAY
        if name == log.EVENTS_FOLDER:
            return (event_columns(rows, who, kinds.facts) for rows in self.log.events_of(day))
        if name == log.DECISIONS_FOLDER:
            found = self.decisions.between(*span)
            return (decision_columns(kept, who, kinds.facts, kinds.attributes) for kept in found)
        return (assignment_columns(rows, who) for rows in self.assignments.between(*span))

    def _beside(self, folder: Path, who: Who) -> dict[str, int]:
        rows = {
            log.PERSONS_FILE: write_persons(folder / log.PERSONS_FILE, self.log),
            log.CONSENTS_FILE: write_consents(folder / log.CONSENTS_FILE, self.log, who),
        }
        return rows | (write_catalog(self.model, folder) if self.model is not None else {})


def _day_of(text: str) -> int:
    return (date.fromisoformat(text) - _EPOCH).days


def _text(day: int) -> str:
    return (_EPOCH + timedelta(days=day)).isoformat()
