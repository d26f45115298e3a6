"""The command `slotwise promote`: a version that passes the gate becomes what is served."""

import getpass
from pathlib import Path
from typing import Annotated

import typer

from slotwise.baking import USUAL
from slotwise.console import Json, Output
from training.commands.asking import SHELF, TRACKING, Shelf, Tracking

_HOUR = 3_600_000
_GUARDS = ", ".join(f"{metric}={margin:g}" for metric, margin in USUAL.items())


def command(
    name: Annotated[str, typer.Argument(help="Name of the model.")],
    version: Annotated[
        str | None, typer.Option("--version", help="Version or alias; default: the report's winner, or the challenger.")
    ] = None,
    report: Annotated[
        Path | None, typer.Option("--report", help="An experiment's final report, in the place of the comparison.")
    ] = None,
    first: Annotated[bool, typer.Option("--first", help="The first champion need not beat a baseline.")] = False,
    force: Annotated[str, typer.Option("--force", help="Promote all the same, for this reason; it is recorded.")] = "",
    bake: Annotated[
        float, typer.Option("--bake", min=0, max=24 * 30, help="Hours in which guardrails may roll it back.")
    ] = 0.0,
    guards: Annotated[
        list[str] | None,
        typer.Option("--guard", help=f"A metric and the share of it that may be lost; default: {_GUARDS}."),
    ] = None,
    max_ms: Annotated[float, typer.Option("--max-ms", help="Limit of a decision at the 95th percentile, ms.")] = 50.0,
    max_mb: Annotated[float, typer.Option("--max-mb", help="Limit of the bundle's size, megabytes.")] = 2_000.0,
    shelf: Shelf = SHELF,
    tracking: Tracking = TRACKING,
    json: Json = False,
) -> None:
    """Make a version champion if it passes the gate, and publish its bundle for the service."""
    from slotwise.baking import guards_of
    from training import verdict
    from training.gate import Limits
    from training.promotion import Terms, promote
    from training.tracking import Tracker

    output = Output(json)
    terms = Terms(
        Limits(max_ms, max_mb),
        first,
        None if report is None else verdict.read(report),
        force,
        by=getpass.getuser(),
        bake_ms=round(bake * _HOUR),
        guards=guards_of(guards or []),
    )
    done = promote(Tracker(tracking), name, Path(shelf), version, terms)
    document = {
        "name": name,
        "champion": done.version.version,
        "previous": done.before,
        "bundle": str(Path(shelf) / name / done.published.folder),
        "digest": done.published.digest,
        "overruled": list(done.overruled),
        "bakes_hours": bake if done.before else 0.0,
    }
    before = "" if done.before is None else f" in place of version {done.before}"
    output.result(document, lambda: f"{name} version {done.version.version} is champion{before}.")
    for reason in done.overruled:
        output.note(f"overruled: {reason}")
    output.note(f"Published at {document['bundle']}: a running service takes it up by itself.")
    if document["bakes_hours"]:
        output.note(f"For {bake:g} h it is rolled back by itself where a guardrail breaks.")
    if done.before:
        output.note(f"To undo: slotwise rollback {name}{_places(shelf, tracking)}")


def _places(shelf: Path, tracking: str) -> str:
    """The options that lead another command to the same shelf and registry."""
    found = "" if shelf == SHELF else f" --shelf {shelf}"
    return found if tracking == TRACKING else f"{found} --tracking {tracking}"
