"""An opened log: a data set folder in DuckDB, with its touchpoints and the four facts of every placement at hand."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from slotwise import log
from slotwise.analysis.facts import FACTS, make_facts
from slotwise.analysis.folder import File, events_file, open_file, read_json
from slotwise.analysis.query import MEMORY, THREADS, connect
from slotwise.errors import DatasetError
from slotwise.touchpoints import Touchpoint

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class OpenLog:
    """A folder as simulation, import and `slotwise log export` write it; open until the `with` ends."""

    connection: "duckdb.DuckDBPyConnection"
    folder: Path
    events: File
    decisions: File | None
    """None when nothing is known of what was shown."""
    touchpoints: tuple[Touchpoint, ...]
    """As touchpoints.json lists them; a log may name others."""
    until: int | None
    """Moment up to which outcomes are known, ms UTC; None where the log is over."""

    @property
    def windows(self) -> Mapping[str, int]:
        """Attribution windows in seconds by touchpoint."""
        return {each.touchpoint: each.attribution_window_s for each in self.touchpoints}

    @property
    def placements(self) -> File:
        """The decisions, one row a placement. Raises DatasetError when there are none."""
        if self.decisions is None:
            raise DatasetError(
                f"{self.folder} has no decisions", pointer=str(self.folder), hint="nothing is known of what was shown"
            )
        return self.decisions

    @property
    def assignments(self) -> File:
        """Who was in which experiment, one row a decision. Raises DatasetError when there are none."""
        file = open_file(self.folder, log.ASSIGNMENTS_FILE)
        if file is None:
            hint = "nobody was assigned to an experiment, or the export is older: slotwise log export"
            raise DatasetError(f"{self.folder} has no assignments", pointer=str(self.folder), hint=hint)
        return file

    def facts(self) -> str:
        """Make the table of facts.FACTS, one row a placement, and return its name. Raises DatasetError as above."""
        make_facts(self.connection, self.placements, self.events, self.windows, self.until)
        return FACTS

    def file(self, name: str) -> File | None:
        """Describe another table of the folder by its name in slotwise.log, None when it is not there."""
        return open_file(self.folder, name)

    def rows(self, select: str, *values: Any) -> list[dict[str, Any]]:
        """Return the rows of a SELECT, with `?` for values, as dictionaries."""
        found = self.connection.execute(select, values)
        names = [each[0] for each in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


@contextmanager
def open_log(folder: Path, until: int | None = None, memory: str = MEMORY, threads: int = THREADS) -> Iterator[OpenLog]:
    """Open a folder; `until` (ms UTC) is by default the moment of the export. Raises DatasetError when it is no log.

    DuckDB holds at most `memory` and uses `threads`; what is larger goes to a temporary folder that is gone afterwards.
    """
    events, decisions = events_file(folder), open_file(folder, log.DECISIONS_FILE)
    known = read_json(folder, log.DATASET_FILE, {}).get("until") if until is None else until
    touchpoints = tuple(Touchpoint.from_json(each) for each in read_json(folder, log.TOUCHPOINTS_FILE, []))
    with TemporaryDirectory() as spill, connect(Path(spill), memory, threads) as connection:
        yield OpenLog(connection, folder, events, decisions, touchpoints, known)
