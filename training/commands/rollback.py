"""The command `slotwise rollback`: the previous champion serves again, with or without the registry."""

from pathlib import Path
from typing import Annotated

import typer

from slotwise.console import Json, Output
from training.commands.asking import SHELF, TRACKING, Shelf, Tracking


def command(
    name: Annotated[str, typer.Argument(help="Name of the model.")],
    shelf: Shelf = SHELF,
    tracking: Tracking = TRACKING,
    json: Json = False,
) -> None:
    """Make the previous champion champion again; works with the registry down."""
    from training.promotion import roll_back

    output = Output(json)
    done = roll_back(Path(shelf), name, tracking)
    before = None if done.before is None else done.before.version
    now, registry = done.now.version, done.registry or "moved too"
    document = {"name": name, "champion": now, "previous": before, "registry": registry}
    output.result(document, lambda: f"{name} version {now} is champion again in place of version {before}.")
    if done.registry:
        output.note(f"The registry did not follow ({done.registry}); the service does not need it.")
        output.note(f"When it is back: slotwise promote {name} --version {now} --force 'rolled back'")
    else:
        output.note("The registry's aliases were moved too. To undo: slotwise rollback again.")
