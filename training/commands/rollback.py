"""The command `slotwise rollback`: the previous champion serves again, with or without the registry."""

import getpass
from pathlib import Path
from typing import Annotated

import typer

from slotwise.console import Json, Output
from training.commands.asking import SHELF, TRACKING, Shelf, Tracking


def command(
    name: Annotated[str, typer.Argument(help="Name of the model.")],
    why: Annotated[str, typer.Option("--why", help="The reason; it is recorded.")] = "",
    follow: Annotated[
        bool, typer.Option("--follow", help="Move nothing on the shelf: only let the registry follow what it says.")
    ] = False,
    shelf: Shelf = SHELF,
    tracking: Tracking = TRACKING,
    json: Json = False,
) -> None:
    """Make the previous champion champion again; works with the registry down."""
    from slotwise.moves import Said
    from training import rolling_back

    output = Output(json)
    if follow:
        registry = rolling_back.follow(Path(shelf), name, tracking) or "moved"
        output.result({"name": name, "registry": registry}, lambda: f"{name} in the registry: {registry}.")
        return
    done = rolling_back.roll_back(Path(shelf), name, tracking, Said(getpass.getuser(), why))
    before = None if done.before is None else done.before.version
    now, registry = done.now.version, done.registry or "moved too"
    document = {"name": name, "champion": now, "previous": before, "registry": registry}
    output.result(document, lambda: f"{name} version {now} is champion again in place of version {before}.")
    if done.registry:
        output.note(f"The registry did not follow ({done.registry}); the service does not need it.")
        output.note(f"When it is back: slotwise rollback {name} --follow")
    else:
        output.note("The registry's aliases were moved too. To undo: slotwise rollback again.")
