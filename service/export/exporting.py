"""Exporting: the live log becomes a data set folder, day by day, and later only the days that have changed.

Late events go into the day on which they happened, which is then written again. A run that was ended midway goes on
where it stopped: every finished day is noted at once. Memory is bounded by a batch of rows, not by the log.
"""

import fcntl
import json
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import orjson

from service.export.catalog import write_catalog
from service.export.facts import NUMBER, TEXT, Facts, NewFactError
from service.export.files import schema, without, write
from service.export.manifest import Manifest
from service.export.rows import (
    DECISION_EXTRA,
    EVENT_EXTRA,
    Columns,
    assignment_columns,
    decision_columns,
    event_columns,
)
from service.export.who import Who, attributes
from service.stores.assignments import Assignments
from service.stores.decisions import Decisions
from service.stores.log_days import DAY, DayOf, LogDays
from slotwise import log
from slotwise.errors import ConfigError
from slotwise.model import Model

Watch = Callable[[str, float], None]
_PARTS = (log.EVENTS_FOLDER, log.DECISIONS_FOLDER, log.ASSIGNMENTS_FOLDER)
_EPOCH = date(1970, 1, 1)
_LOCK = ".export.lock"
_PAUSE = 0.2
"""Seconds between two tries to be the only export."""


@dataclass(frozen=True)
class Kinds:
    """What facts of requests and events are, and what attributes that were given with requests are."""

    facts: Facts
    attributes: Facts


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
        with _only_one(folder, wait):
            manifest, started = Manifest.read(folder), int(time.time() * 1_000)
            who = self._who(manifest, folder)
            counts = {name: getattr(self.log, name)() for name in _PARTS}
            kinds, written = Kinds(Facts(manifest.facts), Facts(manifest.attributes)), 0
            for name, found in counts.items():
                stale = self._stale(name, found, getattr(manifest, name), (since, until))
                for place, day in enumerate(stale):
                    watch(f"{name} of {_text(day)}", place / len(stale))
                    self._day(folder, manifest, name, day, found.get(day), who, kinds)
                written += len(stale) + self._erase(folder / name, getattr(manifest, name))
            rows = self._beside(folder, who)
            return _describe(folder, manifest, self.model, rows, started, written, kinds)

    def _who(self, manifest: Manifest, folder: Path) -> Who:
        """Read who is who, and forget the days of everybody who is somebody else than in the files."""
        who = Who.read(self.log)
        changed = who.changed(manifest.merged, set(manifest.apart))
        for name, days in zip(_PARTS, self.log.days_of(changed), strict=True):
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
                rows = write(path, _types(name, kinds), batches)
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
        rows = {log.PERSONS_FILE: _persons(folder / log.PERSONS_FILE, self.log)}
        consents = _consents(self.log, who)
        rows[log.CONSENTS_FILE] = write(folder / log.CONSENTS_FILE, schema(log.CONSENT_COLUMNS, {}), consents)
        return rows | (write_catalog(self.model, folder) if self.model is not None else {})


def _types(name: str, kinds: Kinds) -> Any:
    if name == log.ASSIGNMENTS_FOLDER:
        return schema(log.ASSIGNMENT_COLUMNS, {})
    named = kinds.facts.types(log.CONTEXT_PREFIX)
    if name == log.EVENTS_FOLDER:
        return schema([*log.EVENT_COLUMNS, *EVENT_EXTRA, *named], named)
    named |= kinds.attributes.types(log.ATTRIBUTE_PREFIX)
    return schema([*log.DECISION_COLUMNS, *DECISION_EXTRA, *named], named)


def _persons(path: Path, source: LogDays) -> int:
    facts = Facts({})
    while True:
        try:
            for batch in attributes(source):
                facts.learn([shown for _, shown in batch])
            break
        except NewFactError:
            continue
    types = facts.types(log.ATTRIBUTE_PREFIX)
    columns = (
        {log.PERSON: [person for person, _ in batch]}
        | facts.columns(log.ATTRIBUTE_PREFIX, [shown for _, shown in batch])
        for batch in attributes(source)
    )
    return write(path, schema([log.PERSON, *types], types), columns)


def _consents(source: LogDays, who: Who) -> Iterator[Columns]:
    """Give what persons said whose rows still are theirs."""
    for rows in source.consents():
        said = [(who.root(row.person_id), row.occurred_at, orjson.loads(row.properties)) for row in rows]
        kept = [each for each in said if each[0] is not None]
        yield {
            log.PERSON: [person for person, _, _ in kept],
            log.OCCURRED_AT: [at for _, at, _ in kept],
            log.PERSONALIZE: [bool(each.get("personalize", True)) for _, _, each in kept],
            log.HIDDEN: [list(each.get("hidden") or ()) for _, _, each in kept],
        }


def _describe(
    folder: Path,
    manifest: Manifest,
    model: Model | None,
    beside: Mapping[str, int],
    started: int,
    written: int,
    kinds: Kinds,
) -> dict[str, Any]:
    def total(days: Mapping[str, Iterable[Any]]) -> int:
        return sum(list(each)[2] for each in days.values())

    rows = {name: total(getattr(manifest, name)) for name in _PARTS} | dict(beside)
    document = {
        "name": "live" if model is None else model.name,
        "source": log.LIVE,
        "until": started,
        "rows": rows,
        "days_written": written,
        "facts": {"categories": _of(kinds.facts, TEXT), "numbers": _of(kinds.facts, NUMBER)},
        "left_out": kinds.attributes.misfits | kinds.facts.misfits,
    }
    aside = folder / f".{log.DATASET_FILE}"
    aside.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    aside.replace(folder / log.DATASET_FILE)
    return document


def _of(facts: Facts, kind: str) -> list[str]:
    return sorted(name for name, each in facts.kinds.items() if each == kind)


def _day_of(text: str) -> int:
    return (date.fromisoformat(text) - _EPOCH).days


def _text(day: int) -> str:
    return (_EPOCH + timedelta(days=day)).isoformat()


@contextmanager
def _only_one(folder: Path, wait: float) -> Iterator[None]:
    """Two exports to one folder would write over each other: the second one waits so many seconds for the first."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = folder.parent / f".{folder.name}{_LOCK}"
    with lock.open("w") as file:
        until = time.monotonic() + wait
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError as error:
                if time.monotonic() >= until:
                    raise ConfigError(f"another export to {folder} is under way") from error
                time.sleep(_PAUSE)
        yield
