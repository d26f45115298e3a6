"""Plan, write, start, ramp, pause, stop and report experiments."""

from collections.abc import Callable
from getpass import getuser
from pathlib import Path
from typing import Annotated, Any

import typer

from service.commands import experiment_asked, experiment_report
from service.commands.experiment_given import document
from slotwise.console import Json, Output
from slotwise.errors import ConfigurationError

commands = typer.Typer(no_args_is_help=True, help="Plan, write, start, ramp, pause, stop and report experiments.")
commands.add_typer(experiment_asked.commands)
commands.add_typer(experiment_report.commands)
Name = Annotated[str, typer.Argument(metavar="EXPERIMENT", help="Name of the experiment.")]
DataDir = Annotated[Path | None, typer.Option("--data-dir", help="The service's data folder.")]
Reason = Annotated[str, typer.Option("--reason", "-m", help="Why; it is kept with the revision.")]
Author = Annotated[str, typer.Option("--author", help="Who; else the name of who runs the command.")]
Parent = Annotated[int | None, typer.Option("--parent", help="Only while this revision is in effect.")]
File = Annotated[str, typer.Argument(metavar="FILE", help="The document as JSON; `-` reads standard input.")]
Sets = Annotated[
    list[str] | None, typer.Option("--set", help="field=value, the value as JSON or plain; empty takes it away.")
]
Share = Annotated[float | None, typer.Option("--share", min=0.0001, max=1.0, help="Share of the layer: 0.05 is 5 %.")]
VariantName = Annotated[str | None, typer.Option("--variant", help="One variant; else the whole experiment.")]


@commands.command("list")
def list_(
    status: Annotated[str | None, typer.Option("--status", help="Only those that stand so: running, draft ...")] = None,
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """Show all experiments: where they stand, whom they have met, what is said of them."""
    from service.commands import experiment_shown
    from service.experiments.by_hand import by_hand

    with by_hand(data_dir) as found:
        told = found.rows(status)
    Output(json).result({"data": told}, lambda: experiment_shown.rows(told))


@commands.command()
def show(name: Name, data_dir: DataDir = None, json: Json = False) -> None:
    """Show one experiment: its variants, its guardrails, what rests and why."""
    from service.commands import experiment_shown
    from service.experiments.by_hand import by_hand

    with by_hand(data_dir) as found:
        told = found.told(found.conducting.get(name))
    Output(json).result(told, lambda: experiment_shown.one(told))


@commands.command()
def history(name: Name, data_dir: DataDir = None, json: Json = False) -> None:
    """Show who did what to an experiment, when and why."""
    from service.commands import experiment_shown
    from service.experiments.by_hand import by_hand
    from service.experiments.history import history_of

    with by_hand(data_dir) as found:
        told = history_of(found.conducting.history, name)
        if not told:
            found.conducting.get(name)
    Output(json).result({"data": told}, lambda: experiment_shown.history(told))


@commands.command()
def create(
    file: File, reason: Reason, author: Author = "", parent: Parent = None, data_dir: DataDir = None, json: Json = False
) -> None:
    """Write a new experiment; it stays a draft until it is started."""
    written = document(file)
    _do(lambda on, by: on.conducting.create(written, by), reason, author, parent, data_dir, json)


@commands.command()
def change(
    name: Name,
    reason: Reason,
    file: Annotated[str | None, typer.Argument(metavar="[FILE]", help="The whole document as JSON.")] = None,
    given: Sets = None,
    author: Author = "",
    parent: Parent = None,
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """Change an experiment's document; what is compared changes in a draft only, or with a new phase."""
    from service.commands.config_edited import patch

    if (file is None) == (not given):
        raise ConfigurationError("nothing is changed", expected="a file, or --set field=value")
    if file is not None:
        written = document(file)
        _do(lambda on, by: on.conducting.put(name, written, by), reason, author, parent, data_dir, json)
        return
    fields = patch(given or [])
    _do(lambda on, by: on.conducting.patch(name, fields, by), reason, author, parent, data_dir, json)


@commands.command()
def delete(
    name: Name, reason: Reason, author: Author = "", parent: Parent = None, data_dir: DataDir = None, json: Json = False
) -> None:
    """Take a draft away; what was started is archived instead."""
    _do(lambda on, by: on.conducting.delete(name, by), reason, author, parent, data_dir, json)


@commands.command()
def start(
    name: Name,
    reason: Reason,
    share: Share = None,
    planned_share: Annotated[
        float | None, typer.Option("--planned-share", min=0.0001, max=1.0, help="Where it is to be ramped to.")
    ] = None,
    override: Annotated[
        bool, typer.Option("--override", help="Although its effect cannot be reached in time.")
    ] = False,
    author: Author = "",
    parent: Parent = None,
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """Begin: models are pinned to versions, and the first units are enrolled."""
    _do(
        lambda on, by: on.starting.start(name, by, share, planned_share, override),
        reason, author, parent, data_dir, json,
    )  # fmt: skip


@commands.command()
def ramp(
    name: Name,
    share: Annotated[float, typer.Argument(min=0.0001, max=1.0, help="Share of the layer: 0.25 is 25 %.")],
    reason: Reason,
    author: Author = "",
    parent: Parent = None,
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """Enrol a larger share; whoever is in stays in, and in their variant."""
    _do(lambda on, by: on.conducting.ramp(name, share, by), reason, author, parent, data_dir, json)


@commands.command()
def pause(
    name: Name,
    reason: Reason,
    variant: VariantName = None,
    author: Author = "",
    parent: Parent = None,
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """Answer a variant's units as control's for now, or everybody as if there were no experiment."""
    _do(lambda on, by: on.conducting.pause(name, by, variant), reason, author, parent, data_dir, json)


@commands.command()
def resume(
    name: Name,
    reason: Reason,
    variant: VariantName = None,
    author: Author = "",
    parent: Parent = None,
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """End a pause."""
    _do(lambda on, by: on.conducting.resume(name, by, variant), reason, author, parent, data_dir, json)


@commands.command()
def phase(
    name: Name,
    reason: Reason,
    given: Sets = None,
    file: Annotated[str | None, typer.Option("--file", help="What is different, as a JSON merge patch.")] = None,
    share: Share = None,
    author: Author = "",
    parent: Parent = None,
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """End the phase and begin another, with what is different in it; everybody is drawn anew."""
    from service.commands.config_edited import patch

    fields = {**({} if file is None else document(file)), **patch(given or [])}
    _do(lambda on, by: on.conducting.rephase(name, fields, by, share), reason, author, parent, data_dir, json)


@commands.command()
def stop(
    name: Name, reason: Reason, author: Author = "", parent: Parent = None, data_dir: DataDir = None, json: Json = False
) -> None:
    """End the experiment, and freeze its report: JSON and page, kept and never changed afterwards."""
    from service.commands.experiment_report import frozen_now

    def act(on: Any, by: Any) -> Any:
        return on.conducting.stop(name, by)

    _do(act, reason, author, parent, data_dir, json, lambda: frozen_now(name, data_dir))


@commands.command()
def archive(
    name: Name, reason: Reason, author: Author = "", parent: Parent = None, data_dir: DataDir = None, json: Json = False
) -> None:
    """Put away what is stopped, or a draft that nobody will start."""
    _do(lambda on, by: on.conducting.archive(name, by), reason, author, parent, data_dir, json)


def _do(
    act: Callable[[Any, Any], Any],
    reason: str,
    author: str,
    parent: int | None,
    data_dir: Path | None,
    json: bool,
    afterwards: Callable[[], dict[str, Any]] | None = None,
) -> None:
    from service.commands import experiment_shown
    from service.experiments.by_hand import by_hand
    from service.experiments.conducting import By

    with by_hand(data_dir) as found:
        done = act(found, By(author or getuser(), reason, parent))
        told = {
            "experiment": None if done.experiment is None else found.told(done.experiment),
            "revision": None if done.revision is None else done.revision.revision,
            "warnings": list(done.warnings),
        }
    more = {} if afterwards is None else afterwards()
    output = Output(json)
    output.result({**told, **more}, lambda: experiment_shown.done(told))
    for name, value in more.items():
        output.note(f"{name}: {value}")
