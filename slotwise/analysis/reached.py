"""Reached: which persons did what was hoped for in a stretch of a log folder."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from slotwise import log
from slotwise.analysis.folder import File, open_file
from slotwise.analysis.query import connect, literal, quoted
from slotwise.errors import DatasetError


@dataclass(frozen=True)
class LogReached:
    """Reads the events of a log folder; raises DatasetError when there are none."""

    folder: Path

    def reached(self, event: str, since: int, until: int, products: Collection[str] | None = None) -> set[str]:
        """Return the persons with an event of a type in [since, until), ms UTC, of some products or of any."""
        at, product = quoted(log.OCCURRED_AT), quoted(log.PRODUCT)
        where = [f"{at} >= {int(since)}", f"{at} < {int(until)}", f"{quoted(log.TYPE)} = {literal(event)}"]
        if products is not None:
            if log.PRODUCT not in self._events.columns or not products:
                return set()
            where.append(f"{product} IN ({', '.join(literal(each) for each in products)})")
        query = f"SELECT DISTINCT {quoted(log.PERSON)} FROM {self._events.source} WHERE {' AND '.join(where)}"
        return {row[0] for row in self._rows(query) if row[0]}

    def until(self) -> int:
        """Return when the log ends: after its last event, ms UTC; 0 for one without events."""
        query = f"SELECT max({quoted(log.OCCURRED_AT)}) FROM {self._events.source}"
        last = self._rows(query)[0][0]
        return 0 if last is None else int(last) + 1

    @cached_property
    def _events(self) -> File:
        found = open_file(self.folder, log.EVENTS_FILE)
        if found is None:
            raise DatasetError(f"{self.folder} holds no log of events", expected=log.EVENTS_FILE)
        return found

    def _rows(self, query: str) -> list[tuple[Any, ...]]:
        with TemporaryDirectory(prefix="slotwise-") as spill, connect(Path(spill)) as connection:
            return connection.sql(query).fetchall()
