"""The command `slotwise simulate`: writes a simulated data set folder, with a progress bar."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from slotwise.console import Json, Output, table


def simulate(
    out: Annotated[Path, typer.Argument(help="Folder of the data set to write.")],
    persons: Annotated[int, typer.Option(min=1, help="How many persons.")] = 2_000,
    days: Annotated[int, typer.Option(min=1, help="How many days of log.")] = 28,
    seed: Annotated[int, typer.Option(help="The same seed gives the same bytes.")] = 7,
    start: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="First day of the log, local time; default: 2026-06-01."),
    ] = None,
    seeds: Annotated[Path | None, typer.Option(help="Folder of seed files; default: the e-channel world.")] = None,
    json: Json = False,
) -> None:
    """Simulate a mobile operator's e-channel: a log of events and decisions, and the truth behind it."""
    from training.simulate.clock import START_MS, local_midnight
    from training.simulate.run import simulate as run

    output = Output(json)
    start_ms = START_MS if start is None else local_midnight(start)
    with output.progress() as bar:
        task = bar.add_task("simulating persons", total=persons)
        summary = run(
            out,
            persons,
            days,
            seed,
            lambda done, _: bar.update(task, completed=done),
            seeds_dir=seeds,
            start_ms=start_ms,
        )
    output.note(f"data set in {summary['out_dir']}, the truth behind it in {summary['truth_dir']}")
    output.result(summary, lambda: table(_rows(summary), title="Simulated log"))


def _rows(summary: dict[str, Any]) -> list[dict[str, Any]]:
    rows = {**summary["rows"], **summary["event_types"], "click rate": summary["click_rate"]}
    return [{"what": name, "count": value} for name, value in rows.items()]
