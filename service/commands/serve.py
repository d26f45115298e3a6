"""The command `slotwise serve`: answers requests until it is told to stop."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from service.settings import PREFIX, Settings, read_settings
from slotwise.console import Json, Output
from slotwise.errors import StoreError


def command(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="TCP port to listen on.")] = None,
    workers: Annotated[int | None, typer.Option(help="Worker processes; 0: one for each core.")] = None,
    data_dir: Annotated[Path | None, typer.Option(help="Folder of everything the service writes.")] = None,
    shelf: Annotated[Path | None, typer.Option(help="Folder of published bundles.")] = None,
    model: Annotated[str | None, typer.Option(help="Name on the shelf; default: the one promoted last.")] = None,
    states: Annotated[Path | None, typer.Option(help="File of persons' states to load first.")] = None,
    json: Json = False,
) -> None:
    """Serve decisions over HTTP from the published bundle, with one worker for each core."""
    given = {"host": host, "port": port, "workers": workers, "data_dir": data_dir, "shelf": shelf, "model": model}
    for name, value in given.items():
        if value is not None:
            os.environ[PREFIX + name.upper()] = str(value)
    settings = read_settings()
    output = Output(json)
    if states is not None:
        from service.stores.import_states import import_states

        output.note(f"{import_states(settings, states):,} persons' states loaded from {states}")
    url = f"http://{settings.host}:{settings.port}"
    output.note(f"serving on {url} with {settings.processes} workers; shelf {settings.shelf_dir}; API at {url}/docs")
    if settings.auth == "keys" and _keys(settings) == 0:
        output.note("nobody has a key yet, so nobody gets an answer: slotwise keys create publishable --name NAME")
    if json:
        output.result({"url": url, "workers": settings.processes, "shelf": str(settings.shelf_dir)}, lambda: "")
    # Replaced rather than called: signals reach gunicorn's master itself.
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", "-c", "python:service.gunicorn_conf"])


def _keys(settings: Settings) -> int | None:
    """How many keys were made; None while the database is away, which is no reason not to start."""
    from service.stores.keys import Keys
    from service.stores.opening import opened

    try:
        with opened(settings) as database:
            return len(Keys(database).all())
    except StoreError:
        return None
