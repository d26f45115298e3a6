"""The command `slotwise facts`: decided, exposed, clicked, converted, counted by touchpoint or row by row."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer

from slotwise.console import Json, Output, table


def command(
    folder: Annotated[Path, typer.Argument(metavar="DATASET", help="Data set folder, such as an export of the log.")],
    labels_until: Annotated[
        str | None, typer.Option("--labels-until", help="Day or time (UTC) up to which outcomes are known.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Write one row a placement to this Parquet file.")] = None,
    json: Json = False,
) -> None:
    """Count what was decided, exposed, clicked and converted by touchpoint, joined by decision."""
    from slotwise.analysis.query import connect
    from training.outcomes import by_touchpoint, write_facts
    from training.sources.live_log import moment

    output = Output(json)
    with TemporaryDirectory() as spill, connect(Path(spill)) as connection:
        found = by_touchpoint(connection, folder, moment(labels_until))
        if out is not None:
            output.note(f"{write_facts(connection, folder, out):,} rows in {out}")
    output.result({"touchpoints": found}, lambda: table([_shown(each) for each in found]))


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    return {name: f"{each:.4f}" if isinstance(each, float) else each for name, each in row.items()}
