"""The command `slotwise simulate-month`: what becomes of persons who were given out, in the simulated world."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from slotwise.console import Json, Output


def command(
    folder: Annotated[Path, typer.Argument(metavar="DATASET", help="Simulated data set, with the truth beside it.")],
    given: Annotated[
        Path, typer.Argument(metavar="CSV", help="Persons who were given out, `slotwise audience export`.")
    ],
    out: Annotated[Path, typer.Argument(help="Folder to write the month's log to.")],
    days: Annotated[int, typer.Option(min=1, max=90, help="Days after the log's end.")] = 28,
    json: Json = False,
) -> None:
    """Simulate the month after a log: those given out are approached with the broadband that they left."""
    import csv

    import numpy as np

    from training.simulate.campaign import CATEGORY
    from training.simulate.closed_loop.log_columns import LogColumns
    from training.simulate.closed_loop.second_chance import contents_of
    from training.simulate.ids import person_number
    from training.simulate.month_after import month_after
    from training.simulate.world import World

    output, world = Output(json), World.of(folder)
    with given.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    named = [person_number(row.get("person_id") or "") for row in rows]
    later = max((_made_at(row.get("made_at")) for row in rows), default=0) - world.end_ms
    known = np.array(sorted({each for each in named if each is not None and each < len(world.truth.persons.rate)}), int)
    left = LogColumns(folder, world.end_ms).last_left(known, CATEGORY)
    content = contents_of(world, left)
    count = month_after(world, known, content, np.unique(contents_of(world, [])), days, out, max(later, 0))
    found = {"approached": len(known), "unknown": len(named) - len(known), "events": count, "out": str(out)}
    output.result(found, lambda: f"{len(known):,} persons approached, {count:,} events in {out}")


def _made_at(text: str | None) -> int:
    """When an export was made, ms UTC; 0 for a file that does not say so."""
    try:
        return int(datetime.fromisoformat(text or "").timestamp() * 1_000)
    except ValueError:
        return 0
