"""The command `slotwise simulate`: writes a simulated data set folder, with a progress bar."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Group

from slotwise.console import Json, Output, table
from slotwise.errors import ConfigError


def simulate(
    out: Annotated[Path | None, typer.Argument(help="Folder of the data set to write.")] = None,
    persons: Annotated[int | None, typer.Option(min=1, help="How many persons; default: 2,000.")] = None,
    days: Annotated[int, typer.Option(min=1, help="How many days of log.")] = 28,
    seed: Annotated[int, typer.Option(help="The same seed gives the same bytes.")] = 7,
    start: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="First day of the log, local time; default: 2026-06-01."),
    ] = None,
    seeds: Annotated[Path | None, typer.Option(help="Folder of seed files; default: the e-channel world.")] = None,
    bottleneck: Annotated[
        bool, typer.Option("--bottleneck", help="Plant one in plan choosing, in the app, in the log's second half.")
    ] = False,
    weak: Annotated[list[str] | None, typer.Option(help="A content that hardly anybody clicks; repeatable.")] = None,
    closed_loop: Annotated[
        bool, typer.Option("--closed-loop", help="Show over five worlds what Slotwise is worth, instead of a data set.")
    ] = False,
    claim: Annotated[list[str] | None, typer.Option(help="With --closed-loop: only this claim; repeatable.")] = None,
    worlds: Annotated[int, typer.Option(min=1, help="With --closed-loop: how many worlds, from their own seeds.")] = 5,
    json: Json = False,
) -> None:
    """Simulate a mobile operator's e-channel: a log of events and decisions, and the truth behind it."""
    output = Output(json)
    if closed_loop:
        return _show(output, claim or [], worlds, persons)
    if out is None:
        raise ConfigError("no folder to write to", hint="slotwise simulate FOLDER, or --closed-loop")
    _simulate(output, out, persons or 2_000, days, seed, start, seeds, bottleneck, weak or [])


def _show(output: Output, wanted: list[str], worlds: int, persons: int | None) -> None:
    from training.simulate.closed_loop import SEEDS
    from training.simulate.closed_loop.showing import show

    first = SEEDS[0]
    with output.progress() as bar:
        task = bar.add_task("worlds", total=1.0)
        found = show(
            wanted,
            range(first, first + worlds),
            persons,
            lambda what, done: bar.update(task, description=what, completed=done),
        )
    output.result(found, lambda: Group(*(table(each["figures"], title=each["title"]) for each in found.values())))


def _simulate(
    output: Output, out: Path, persons: int, days: int, seed: int, start: datetime | None, seeds: Path | None,
    bottleneck: bool, weak: list[str],
) -> None:  # fmt: skip
    from training.simulate.bottleneck import Bottleneck
    from training.simulate.clock import START_MS, local_midnight
    from training.simulate.run import simulate as run

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
            weak=weak,
            bottleneck=Bottleneck.in_plan_choosing(start_ms, days) if bottleneck else None,
        )
    output.note(f"data set in {summary['out_dir']}, the truth behind it in {summary['truth_dir']}")
    output.result(summary, lambda: table(_rows(summary), title="Simulated log"))


def _rows(summary: dict[str, Any]) -> list[dict[str, Any]]:
    rows = {**summary["rows"], **summary["event_types"], "click rate": summary["click_rate"]}
    return [{"what": name, "count": value} for name, value in rows.items()]
