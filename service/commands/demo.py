"""The command `slotwise demo`: from nothing to a first personalised answer, in a folder of its own."""

import signal
from pathlib import Path
from typing import Annotated

import typer

from slotwise.console import Json, Output

PERSONS, DAYS = 1_000, 28
"""Size of the simulated world, unless one asks for another."""


def command(
    folder: Annotated[Path, typer.Option(help="Folder of everything the demo writes.")] = Path(".demo"),
    persons: Annotated[int, typer.Option(min=50, help="Simulated persons.")] = PERSONS,
    days: Annotated[int, typer.Option(min=7, help="Simulated days.")] = DAYS,
    port: Annotated[int, typer.Option(help="Port to serve on; another one when it is taken.")] = 8_000,
    fresh: Annotated[bool, typer.Option("--fresh", help="Begin anew, although the folder has a demo already.")] = False,
    leave: Annotated[bool, typer.Option("--exit", help="End after the first answers.")] = False,
    json: Json = False,
) -> None:
    """Simulate a world, train and register a model, serve it, show a first personalised answer and an experiment."""
    from service.demo import Demo
    from service.demo_answers import next_steps, show
    from service.demo_experiment import experiment

    # Told to end, it ends as by Ctrl-C: with the service that it started.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    demo = Demo(folder, persons, days, Output(json))
    made = demo.prepare(fresh)
    with demo.serving(port) as url:
        answers = demo.ask(url)
        demo.output.result({"url": url, "answers": answers}, lambda: show(answers))
        if made:
            experiment(demo, url)
        if not json:
            typer.echo(next_steps(answers[0]["request"], url, folder, demo.keys))
        if not leave:
            demo.output.note("Serving until Ctrl-C.")
            demo.wait()
