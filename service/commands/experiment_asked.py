"""What a unit gets of an experiment, who its testers are, and what an experiment would need."""

from typing import Annotated, Any

import typer

from service.commands.log_read import DataDir, Definitions, Log
from slotwise.console import Json, Output, table
from slotwise.errors import ExperimentError

commands = typer.Typer()
Name = Annotated[str, typer.Argument(metavar="EXPERIMENT", help="Name of the experiment.")]


@commands.command()
def assignment(
    name: Name,
    person: Annotated[str | None, typer.Option("--person", help="Id of a person.")] = None,
    session: Annotated[str | None, typer.Option("--session", help="Id of a session.")] = None,
    force: Annotated[str | None, typer.Option("--force", help="As if the request forced this variant.")] = None,
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """Tell what a unit gets, and why; nothing is logged."""
    from service.asked import ANONYMOUS, Person
    from service.asked_experiments import AssignmentRequest
    from service.assigned_unit import assigned_unit
    from service.at_hand import at_hand

    who = ANONYMOUS if person is None else Person(id=person)
    asked = AssignmentRequest(person=who, session=session, forced=force)
    with at_hand(data_dir) as service:
        told = assigned_unit(service, service.experiments.conducting.get(name), asked)
    Output(json).result(told, lambda: told["text"])


@commands.command()
def forced(
    name: Name,
    unit: Annotated[str | None, typer.Argument(metavar="[UNIT]", help="Id of a tester; none: shows them all.")] = None,
    variant: Annotated[str | None, typer.Argument(metavar="[VARIANT]", help="What the tester sees.")] = None,
    remove: Annotated[bool, typer.Option("--remove", help="The tester is drawn like everybody else again.")] = False,
    reason: Annotated[str, typer.Option("--reason", "-m", help="Why; it is kept with the revision.")] = "testing",
    author: Annotated[str, typer.Option("--author", help="Who; else the name of who runs the command.")] = "",
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """Show testers, or let a unit see a variant; testers are logged, and kept out of all statistics."""
    from getpass import getuser

    from service.experiments.by_hand import by_hand
    from service.experiments.conducting import By

    with by_hand(data_dir) as found:
        if unit is not None:
            if (variant is None) != remove:
                raise ExperimentError("a tester needs a variant", expected="UNIT VARIANT, or UNIT --remove", given=unit)
            by = By(author or getuser(), reason)
            found.conducting.patch(name, {"forced": {unit: variant}}, by)
        told = found.conducting.get(name).forced
    rows = [{"unit": each, "variant": sees} for each, sees in told.items()]
    Output(json).result({"experiment": name, "forced": dict(told)}, lambda: table(rows) if rows else "no testers")


@commands.command()
def power(
    name: Annotated[str | None, typer.Argument(metavar="[EXPERIMENT]", help="An experiment that was written.")] = None,
    draft: Annotated[str | None, typer.Option("--draft", help="A document instead; `-`: standard input.")] = None,
    share: Annotated[float | None, typer.Option("--share", min=0.0001, max=1.0, help="Share to enrol.")] = None,
    audience_share: Annotated[
        float, typer.Option("--audience-share", min=0.0001, max=1.0, help="Share of units who are in the audience.")
    ] = 1.0,
    log: Log = None,
    definitions: Definitions = None,
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """Tell how many units and days the smallest effect needs, from the log's own sums."""
    from service.commands import experiment_shown
    from service.commands.experiment_given import document
    from service.commands.experiment_reported import own_or_given
    from service.experiments.conducting import find
    from slotwise.analysis.experiments.planning import plan
    from slotwise.configuration import Configuration
    from slotwise.documents.experiments import Experiment

    if (name is None) == (draft is None):
        raise ExperimentError("one experiment is planned", expected="EXPERIMENT, or --draft FILE")
    written: dict[str, Any] | None = None if draft is None else document(draft)
    with own_or_given(data_dir, log, definitions) as read:
        if written is not None:
            experiment = Configuration.load({Experiment.name: [written]}).of(Experiment)[0]
        else:
            experiment = find(read.configuration, str(name))
        told = plan(read.opened, experiment, read.configuration, share=share, audience_share=audience_share)
    Output(json).result(told, lambda: experiment_shown.plan(told))
