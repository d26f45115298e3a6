"""The command `slotwise doctor`: looks at everything the service needs, and says what to do about what is missing."""

from typing import Annotated

import typer

from service.settings import read_settings
from slotwise.console import Json, Output, table


def command(
    port: Annotated[int | None, typer.Option(help="Port to look at; default: the setting.")] = None,
    json: Json = False,
) -> None:
    """Check the installation: Python, libraries, threads, kernel, shelf, database and port."""
    from service.checks import examine

    settings = read_settings() if port is None else read_settings(port=port)
    found = examine(settings)
    healthy = all(each.ok for each in found)
    rows = [
        {"check": each.name, "": "ok" if each.ok else "!!", "found": each.found, "do": each.advice} for each in found
    ]
    Output(json).result({"ok": healthy, "checks": [vars(each) for each in found]}, lambda: table(rows))
    if not healthy:
        raise typer.Exit(1)
