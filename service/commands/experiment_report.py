"""The report of an experiment: shown, written as a page, kept for API and console, frozen at the end."""

from pathlib import Path
from typing import Annotated, Any

import typer

from service.commands.log_read import DataDir, Definitions, Log, Write
from slotwise.console import Json, Output
from slotwise.errors import ExperimentError, SlotwiseError

commands = typer.Typer()


@commands.command()
def report(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[EXPERIMENT]...", help="Which; default: all that were started.")
    ] = None,
    phase: Annotated[int | None, typer.Option("--phase", min=1, help="A phase; default: the last one.")] = None,
    html: Annotated[Path | None, typer.Option("--html", help="Write the page of the one experiment here.")] = None,
    log: Log = None,
    definitions: Definitions = None,
    write: Write = False,
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """Say what an experiment brought: health, metrics with intervals, and a verdict in words."""
    from rich.console import Group

    from service.commands import experiment_shown
    from service.commands.experiment_reported import own_or_given, reported, written
    from service.experiments.conducting import find
    from slotwise.documents.experiments import Experiment

    output = Output(json)
    with own_or_given(data_dir, log, definitions) as read:
        every = [each.id for each in read.configuration.of(Experiment) if each.phases]
        wanted = [find(read.configuration, each) for each in names or every]
        if html is not None and len(wanted) != 1:
            raise ExperimentError("one page tells of one experiment", expected=every, given=names)
        for each in wanted if write else []:
            written(read, each)
        found = [reported(read, each, phase, log is None) for each in wanted]
    if html is not None:
        html.write_text(found[0].html, encoding="utf-8")
    told = [each.report for each in found]
    single = bool(names) and len(told) == 1
    output.result(
        told[0] if single else {"data": told},
        lambda: Group(*map(experiment_shown.report, told)) if told else "no experiment was started",
    )
    if html is not None:
        output.note(f"page: {html}")


def frozen_now(name: str, data_dir: Path | None) -> dict[str, Any]:
    """Freeze the reports of an experiment that was stopped; return where they stand, or why there are none yet."""
    from service.commands.experiment_reported import own_or_given, written
    from service.experiments.conducting import find
    from service.experiments.files import places

    try:
        with own_or_given(data_dir, None, None) as read:
            experiment = find(read.configuration, name)
            written(read, experiment)
            kept = places(read.settings.data_dir, name, len(experiment.phases))
    except SlotwiseError as error:
        # The experiment is over all the same; the service tries again by itself.
        return {"not frozen yet": error.detail}
    return {"report": str(kept[0]), "page": str(kept[1])}
