"""The command `slotwise simulate`: writes a simulated data set folder, with a progress bar."""

from pathlib import Path
from typing import Annotated

import typer


def simulate(
    out: Annotated[Path, typer.Argument(help="Folder of the data set to write.")],
    persons: Annotated[int, typer.Option(min=1, help="How many persons.")] = 2_000,
    days: Annotated[int, typer.Option(min=1, help="How many days of log.")] = 28,
    seed: Annotated[int, typer.Option(help="The same seed gives the same bytes.")] = 7,
    seeds: Annotated[Path | None, typer.Option(help="Folder of seed files; default: seeds/echannel.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as one JSON document.")] = False,
) -> None:
    """Simulate the e-channel of a mobile operator: events, decisions with propensities, products, persons."""
    import json

    from rich.console import Console
    from rich.progress import Progress

    from slotwise.errors import SlotwiseError
    from training.simulate.run import simulate as run

    console = Console(stderr=True)
    try:
        with Progress(console=console, transient=True) as bar:
            task = bar.add_task(f"simulating {persons:,} persons", total=persons)
            summary = run(out, persons, days, seed, lambda done, total: bar.update(task, completed=done), seeds_dir=seeds)
    except SlotwiseError as error:
        console.print(f"[red]{error.detail}[/red] {error.hint}".strip())
        raise typer.Exit(2) from error
    if as_json:
        typer.echo(json.dumps(summary))
        return
    rows = summary["rows"]
    typer.echo(f"{out}: {rows['events']:,} events and {rows['decisions']:,} placements of {rows['persons']:,} persons")
    typer.echo(f"click rate {summary['click_rate']:.2%}; the truth lies in {summary['truth_dir']}")
