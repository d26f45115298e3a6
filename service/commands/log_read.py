"""The log that a command reads, and the documents that it measures by."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from slotwise.errors import DatasetError, MeasureError
from slotwise.measures.spans import Span, midnight, zone

if TYPE_CHECKING:
    from service.settings import Settings
    from slotwise.analysis.opened import OpenLog
    from slotwise.configuration import Configuration

DataDir = Annotated[Path | None, typer.Option("--data-dir", help="The service's data folder.")]
Log = Annotated[
    Path | None,
    typer.Option("--log", help="Folder of the log; default: `export` in the data folder (`slotwise log export`)."),
]
Definitions = Annotated[
    Path | None, typer.Option("--definitions", help="Folder of documents to measure by, instead of those in effect.")
]
Since = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="First day, by the clock of the metric.")]
Until = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day to stop before.")]
Write = Annotated[bool, typer.Option("--write", help="Keep what was found for the API and the console.")]


@dataclass(frozen=True)
class LogRead:
    """An opened log with its documents."""

    settings: "Settings"
    opened: "OpenLog"
    configuration: "Configuration"

    @property
    def until(self) -> int:
        """Up to when the log tells, ms UTC."""
        from slotwise.analysis.metrics import end_of

        return end_of(self.opened)

    def span(self, since: datetime | None, until: datetime | None, place: str, usual: int) -> Span:
        """Return the days asked for by the clock of a place, the last `usual` ms of the log by default.

        Raises MeasureError when nothing lies between them.
        """
        end = self.until if until is None else midnight(until.date(), zone(place))
        start = end - usual if since is None else midnight(since.date(), zone(place))
        if start >= end:
            raise MeasureError("the period has no time in it", expected="a first day before the last one")
        return Span(start, end)

    def write(self, kind: str, found: dict[str, object], span: Span) -> None:
        """Keep results for the API; raise StoreError."""
        import time

        from service.stores.opening import opened
        from service.stores.results import Results
        from service.stores.results import Span as Kept

        with opened(self.settings) as database:
            Results(database).write(kind, found, Kept(span.since, span.until, int(time.time() * 1_000)))


@contextmanager
def log_read(data_dir: Path | None, folder: Path | None, documents: Path | None = None) -> Iterator[LogRead]:
    """Open a log and find the documents to measure by. Raises DatasetError, ConfigurationError, StoreError."""
    from service.definitions import definitions
    from service.settings import settings_of
    from slotwise.analysis.opened import open_log

    settings = settings_of(data_dir)
    chosen = settings.data_dir / "export" if folder is None else folder
    if not chosen.is_dir():
        hint = "slotwise log export, or --log FOLDER"
        raise DatasetError(f"there is no log in {chosen}", pointer=str(chosen), hint=hint)
    configuration = definitions(settings, documents)
    with open_log(chosen) as opened:
        yield LogRead(settings, opened, configuration)
