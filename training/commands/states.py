"""The command `slotwise states`: what the service is to know of everybody before its first event."""

from pathlib import Path
from typing import Annotated

import typer

from slotwise.console import Json, Output


def command(
    folder: Annotated[Path, typer.Argument(metavar="DATASET", help="Data set folder.")],
    out: Annotated[Path, typer.Argument(help="File to write, for `slotwise serve --states`.")],
    json: Json = False,
) -> None:
    """Fold a data set's log into its persons' states, for the service to start with."""
    from training.states import write_states

    output = Output(json)
    with output.progress() as bar:
        task = bar.add_task("folding persons", total=None)
        count = write_states(folder, out, lambda done, total: bar.update(task, completed=done, total=total))
    output.result({"states": count, "file": str(out)}, lambda: f"{count:,} persons' states in {out}")
