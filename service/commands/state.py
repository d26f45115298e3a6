"""Check persons' states against the log, of which they are a fold, and make them anew: `slotwise person rebuild`."""

from pathlib import Path
from typing import Annotated

import typer

from slotwise.console import Json, Output, table

commands = typer.Typer(no_args_is_help=True, help="Check persons' states against the log, and make them anew.")


@commands.callback()
def _several() -> None:
    """Keeps `rebuild` a command of its own, although it is the only one."""


@commands.command()
def rebuild(
    check: Annotated[bool, typer.Option("--check", help="Only compare: change nothing, name what differs.")] = False,
    data_dir: Annotated[Path | None, typer.Option("--data-dir", help="The service's data folder.")] = None,
    json: Json = False,
) -> None:
    """Fold every person's state anew from the log of events; with --check, end with status 1 where one differs."""
    from service.rebuilding import rebuilding

    output = Output(json)
    with output.progress() as bar, rebuilding(data_dir) as rebuild:
        task = bar.add_task("folding persons", total=None)
        work = rebuild.check if check else rebuild.run
        done = work(lambda count: bar.update(task, completed=count))
    named = [{"person": each.person_id, "differs in": ", ".join(each.fields)} for each in done.named]
    verdict = "differ" if check else "were put right"
    summary = f"{done.persons:,} persons, {done.events:,} events: {done.differing:,} states {verdict}"
    document = {"persons": done.persons, "events": done.events, "differing": done.differing, "named": named}
    output.result(document, lambda: table(named, summary) if named else summary)
    if check and done.differing:
        raise typer.Exit(1)
