"""Export the log of decisions and events, drop what is too old, and check that it tells what was served."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from service.settings import Settings, settings_of
from slotwise.console import Json, Output, table

if TYPE_CHECKING:
    from service.stores.database import Database

commands = typer.Typer(
    no_args_is_help=True,
    help="Export the log of decisions and events, drop what is too old, and check that it tells what was served.",
)
DataDir = Annotated[Path | None, typer.Option("--data-dir", help="The service's data folder.")]


@commands.command()
def export(
    to: Annotated[Path | None, typer.Option("--to", help="Folder; default: `export` in the data folder.")] = None,
    since: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="First day, UTC.")] = None,
    until: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day to stop before, UTC.")] = None,
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """Write the log as a data set folder of Parquet files by day; what is there already is brought up to date."""
    output = Output(json)
    with _opened(data_dir) as (settings, database), output.progress() as bar:
        from service.export.installed import exporter

        folder = to or settings.data_dir / "export"
        task = bar.add_task("reading the log", total=100)
        found = exporter(settings, database).run(
            folder,
            date.min if since is None else since.date(),
            date.max if until is None else until.date(),
            lambda what, done: bar.update(task, description=what, completed=round(100 * done)),
        )
    rows = [{"part": name, "rows": count} for name, count in found["rows"].items()]
    output.result(
        {"folder": str(folder), **found}, lambda: table(rows, title=f"the log of {found['name']} in {folder}")
    )
    for name, count in found["left_out"].items():
        output.note(f"note: {count} values of {name} are text, where the first one was a number; they are left out")


@commands.command()
def prune(data_dir: DataDir = None, json: Json = False) -> None:
    """Drop what is older than the settings SLOTWISE_KEEP_*_DAYS say, as the service does by itself every hour."""
    with _opened(data_dir) as (settings, database):
        from service.retention import Retention, kept_days
        from service.stores.pruning import Pruning

        days = kept_days(settings)
        dropped = Retention(Pruning(database), days, settings.data_dir / "retention.lock").run()
    rows = [{"part": name, "kept, days": days[name], "dropped rows": count} for name, count in dropped.items()]
    Output(json).result({"dropped": dropped}, lambda: table(rows) if rows else "everything is kept for ever")


@commands.command()
def parity(
    sample: Annotated[int, typer.Option("--sample", min=1, help="Decisions to make again, drawn evenly.")] = 200,
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """Make logged decisions again from the log alone, and compare them bit by bit with what was served."""
    with _opened(data_dir) as (settings, database):
        from service.parity_of import comparing

        who = comparing(settings, database)
        found = who.run(who.sample(sample)).document()
    rows = [{"decisions": name, "": found[name]} for name in ("compared", "equal")]
    rows += [{"decisions": f"left out: {reason}", "": count} for reason, count in found["left_out"].items()]
    output = Output(json)
    output.result(found, lambda: table(rows, title=f"{found['placements']} placements made again"))
    for each in found["different"]:
        output.note(f"{each['decision_id']} differs in {', '.join(each['differs'][:8])}")
    if found["different"]:
        raise typer.Exit(1)


@contextmanager
def _opened(data_dir: Path | None) -> "Iterator[tuple[Settings, Database]]":
    from service.stores.opening import opened

    settings = settings_of(data_dir)
    with opened(settings) as database:
        yield settings, database
