"""The command `slotwise traffic`: simulated persons use a running service."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from slotwise.console import Json, Output, table
from slotwise.errors import ServiceError

if TYPE_CHECKING:
    from slotwise.client import Client


def command(
    world: Annotated[Path, typer.Argument(help="Folder of a simulated data set; its truth lies beside it.")],
    url: Annotated[str, typer.Option("--url", help="Address of the service.")] = "http://127.0.0.1:8000",
    key: Annotated[str, typer.Option("--key", envvar="SLOTWISE_KEY", help="Key that may decide and tell.")] = "",
    pages: Annotated[
        int, typer.Option("--pages", min=1, help="Pages to open at least; days are lived to the end.")
    ] = 5_000,
    rate: Annotated[float, typer.Option("--rate", min=0, help="Pages a second at most; 0: no limit.")] = 0.0,
    at_once: Annotated[int, typer.Option("--at-once", min=1, max=64, help="Pages that are asked for at a time.")] = 8,
    seed: Annotated[int, typer.Option("--seed", help="Another seed gives other days of the same persons.")] = 0,
    json: Json = False,
) -> None:
    """Let the persons of a simulated world use a running service, and answer to what they are shown."""
    from slotwise.client import Client
    from training.simulate.traffic.asking import Asking
    from training.simulate.traffic.living import live
    from training.simulate.traffic.telling import Telling
    from training.simulate.world import World

    output, behind = Output(json), World.of(world)
    with Client(url, key, timeout=10.0, capacity=200_000, batch=500) as client, output.progress() as bar:
        _greet(client, behind.catalog.seeds.touchpoints[0].touchpoint, url)
        task = bar.add_task("pages", total=pages)
        asking = Asking(behind, client, Telling(behind, client), at_once, rate, lambda count: bar.advance(task, count))
        try:
            lived = live(behind, asking, pages, seed)
        finally:
            asking.close()
        counts = client.counts
    document = {**asdict(lived), "accepted": counts.accepted, "refused": counts.refused, "dropped": counts.dropped}
    output.result(document, lambda: table([{"what": name, "count": each} for name, each in _rows(document)]))


def _greet(client: "Client", touchpoint: str, url: str) -> None:
    """Find out before anything else whether there is a service, and whether the key is good; raise ServiceError."""
    from slotwise.client import ServiceProblem

    try:
        client.decide([touchpoint], dry_run=True)
    except ServiceProblem as problem:
        hint = "slotwise serve, or slotwise demo; a key is made by slotwise keys"
        raise ServiceError(str(problem), given=url, hint=hint) from problem


def _rows(document: dict[str, object]) -> list[tuple[str, object]]:
    events = document["events"]
    assert isinstance(events, dict)
    plain = [(name, each) for name, each in document.items() if name != "events"]
    return [*plain, *events.items()]
