"""The command `slotwise publish`: a version stands on the shelf beside the champion, to be tried and not yet served."""

from pathlib import Path
from typing import Annotated

import typer

from slotwise.console import Json, Output
from training.commands.asking import SHELF, TRACKING, Shelf, Tracking


def command(
    name: Annotated[str, typer.Argument(help="Name of the model.")],
    version: Annotated[str | None, typer.Option("--version", help="Version or alias; default: the challenger.")] = None,
    alias: Annotated[str, typer.Option("--alias", help="What the shelf calls it beside its number.")] = "challenger",
    shelf: Shelf = SHELF,
    tracking: Tracking = TRACKING,
    json: Json = False,
) -> None:
    """Put a version on the shelf without serving it, so that experiments and shadows can."""
    from training.publishing import publish
    from training.tracking import Tracker

    output = Output(json)
    chosen, published = publish(Tracker(tracking), name, Path(shelf), version, alias)
    document = {
        "name": name,
        "version": chosen.version,
        "alias": alias,
        "bundle": str(Path(shelf) / name / published.folder),
        "digest": published.digest,
        "run_id": chosen.run_id,
    }
    output.result(document, lambda: f"{name} version {chosen.version} is on the shelf as {alias}; it is not served.")
    output.note(f'A variant of an experiment names it by "model": "{chosen.version}".')
