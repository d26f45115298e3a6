"""A log with events and decisions on known days, and an exporter of it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pyarrow.parquet as pq
import pytest

from service.export.exporting import Exporter
from service.stores.assignments import Assignments
from service.stores.database import Database
from service.stores.decisions import Decisions, Logged
from service.stores.events import Events, NewEvent
from service.stores.log_days import LogDays
from service.stores.states import States
from slotwise.events import Event
from tests.service.stores.enrolling import assignment

DAY = 86_400_000
FIRST = 20_000 * DAY
"""2024-10-04."""


class Log:
    """A log to write to, and what an export of it holds."""

    def __init__(self, database: Database, folder: Path):
        self.database = database
        self.states = States(database)
        self.events = Events(database, self.states)
        self.decisions = Decisions(database)
        self.folder = folder
        self.erased: set[str] = set()

    def event(self, name: str, day: float, person: str = "p", type_: str = "click", **more: Any) -> None:
        """Store an event so many days after the first."""
        at = int(FIRST + day * DAY)
        more = {"product_id": "p1", **more}
        assert self.events.add([NewEvent(Event(name, at, person, type_, **more), at)])

    def decision(self, name: str, day: float, person: str = "p", slots: int = 2, *enrolled: str, **more: Any) -> None:
        """Store a decision for one touchpoint so many days after the first, with the experiments it is part of."""
        at = int(FIRST + day * DAY)
        placements = [
            {"slot": slot, "content_id": f"p{slot}.tile", "product_id": f"p{slot}", "score": 1.0, "propensity": 0.5}
            for slot in range(1, slots + 1)
        ]
        entry = {"touchpoint": "home", "service_level": "ranker", "considered": 9, "placements": placements}
        record = {"scene": None, "session": "s", "policy": {"policy": "greedy"}, "context": {}, "touchpoints": [entry]}
        record |= {"personalize": True, "model": {"name": "m", "version": "3"}, "variant": "", **more}
        rows = tuple(assignment(name, each, at, person_id=person, unit=person) for each in enrolled)
        self.decisions.add([Logged(name, at, person, orjson.dumps(record), assignments=rows)])

    def export(self, model: Any = None, pruned: dict[str, int] | None = None, **span: Any) -> dict[str, Any]:
        """Bring the export up to date."""
        gone = lambda ids: self.erased & set(ids)  # noqa: E731 - a function of one line
        log = LogDays(self.database, batch=3)
        return Exporter(log, self.decisions, Assignments(self.database), model, pruned or {}, gone).run(
            self.folder, **span
        )

    def rows(self, name: str) -> list[dict[str, Any]]:
        """The rows of all files of a folder, in their order."""
        return [row for path in self.files(name) for row in pq.read_table(path).to_pylist()]

    def files(self, name: str) -> list[Path]:
        """The files of a folder, day by day."""
        return sorted((self.folder / name).glob("*.parquet"))


@pytest.fixture
def log(tmp_path: Path) -> Log:
    """An empty log."""
    database = Database(f"sqlite:///{tmp_path / 'log.db'}")
    database.prepare()
    return Log(database, tmp_path / "export")


@pytest.fixture
def merge(log: Log) -> Callable[[str, str], None]:
    """Merges one person into another, as far as the log is concerned."""
    from sqlalchemy import update

    from service.stores.tables import STATES

    def merge(child: str, root: str | None) -> None:
        with log.database.write() as connection:
            connection.execute(update(STATES).where(STATES.c.person_id == child).values(merged_into=root))

    return merge
