"""The command `slotwise import`: files of interactions become a data set folder; says what was set aside."""

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from slotwise.console import Json, Output, table


def command(
    mapping: Annotated[str, typer.Argument(help="A mapping file (TOML), or the name of a ready one such as `globo`.")],
    inputs: Annotated[list[Path], typer.Argument(metavar="INPUT...", help="A folder with the files, or the files.")],
    to: Annotated[Path, typer.Option("--to", help="Data set folder to write; a data set that is there is replaced.")],
    json: Json = False,
) -> None:
    """Import interactions from CSV or Parquet files into a data set folder."""
    from training.sources.importing import import_dataset

    output = Output(json)
    with output.progress() as bar:
        task = bar.add_task("importing", total=None)
        summary = import_dataset(
            mapping,
            inputs,
            to,
            lambda what, done, total: bar.update(task, description=what, completed=done, total=total),
        )
    for remark in summary["notes"]:
        output.note(f"note: {remark}")
    for reason, count in summary["rejects"].items():
        rows = "1 row" if count == 1 else f"{count} rows"
        output.note(f"set aside: {rows} ({reason}), listed in {to / 'rejects.parquet'}")
    first, last = summary["period"]["first"], summary["period"]["last"]
    if last > time.time() * 1_000:
        output.note(
            f"note: the log ends in the future, at {_text(last)}: a wrong time or unit? Everything is trained as of the"
            " end of the log, so what happened before would count as long past"
        )
    title = f"{summary['name']} imported to {to}, from {_text(first)} to {_text(last)}"
    output.result({**summary, "folder": str(to)}, lambda: table(_rows(summary), title=title))


def _text(moment: int) -> str:
    return datetime.fromtimestamp(moment / 1_000, UTC).strftime("%Y-%m-%d %H:%M UTC")


def _rows(summary: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"input": kind, **counts} for kind, counts in summary["rows"].items()]
