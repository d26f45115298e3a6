"""The command `slotwise promote`: a version that passes the gate becomes what is served."""

from pathlib import Path
from typing import Annotated

import typer

from slotwise.console import Json, Output
from training.commands.asking import SHELF, TRACKING, Shelf, Tracking


def command(
    name: Annotated[str, typer.Argument(help="Name of the model.")],
    version: Annotated[str | None, typer.Option("--version", help="Version or alias; default: the challenger.")] = None,
    first: Annotated[bool, typer.Option("--first", help="The first champion need not beat a baseline.")] = False,
    force: Annotated[str, typer.Option("--force", help="Promote all the same, for this reason; it is recorded.")] = "",
    max_ms: Annotated[float, typer.Option("--max-ms", help="Limit of a decision at the 95th percentile, ms.")] = 50.0,
    max_mb: Annotated[float, typer.Option("--max-mb", help="Limit of the bundle's size, megabytes.")] = 2_000.0,
    shelf: Shelf = SHELF,
    tracking: Tracking = TRACKING,
    json: Json = False,
) -> None:
    """Make a version champion if it passes the gate, and publish its bundle for the service."""
    from training.gate import Limits
    from training.promotion import promote
    from training.tracking import Tracker

    output = Output(json)
    done = promote(Tracker(tracking), name, Path(shelf), version, Limits(max_ms, max_mb), first, force)
    document = {
        "name": name,
        "champion": done.version.version,
        "previous": done.before,
        "bundle": str(Path(shelf) / name / done.published.folder),
        "digest": done.published.digest,
        "overruled": list(done.overruled),
    }
    before = "" if done.before is None else f" in place of version {done.before}"
    output.result(document, lambda: f"{name} version {done.version.version} is champion{before}.")
    for reason in done.overruled:
        output.note(f"overruled: {reason}")
    output.note(f"Published at {document['bundle']}: a running service takes it up by itself.")
    output.note(f"To undo: slotwise rollback {name}")
