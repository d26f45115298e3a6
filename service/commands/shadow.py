"""Have a version score live requests beside the champion, unseen, and see how it compares."""

from collections.abc import Iterator
from contextlib import contextmanager
from getpass import getuser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from slotwise.console import Json, Output, table

if TYPE_CHECKING:
    from service.shadow.acts import Acts

commands = typer.Typer(
    no_args_is_help=True,
    help="Have a version score live requests beside the champion, unseen, and see how it compares.",
)
DataDir = Annotated[Path | None, typer.Option("--data-dir", help="The service's data folder.")]
Reason = Annotated[str, typer.Option("--reason", "-m", help="Why; it is kept with the revision.")]
Author = Annotated[str, typer.Option("--author", help="Who; else the name of who runs the command.")]


@commands.command()
def start(
    version: Annotated[str, typer.Argument(metavar="VERSION", help="A version on the shelf, or an alias.")],
    budget: Annotated[
        float, typer.Option("--budget", min=0.001, max=1.0, help="Share of one core on each machine: 0.1 is a tenth.")
    ] = 0.1,
    reason: Reason = "to see how it compares",
    author: Author = "",
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """Make a version the shadow; running workers take it up within seconds."""
    with _acts(data_dir) as acts:
        made = acts.start(version, budget, author or getuser(), reason)
    told = made.to_json()
    Output(json).result(told, lambda: f"version {made.pinned.version} is the shadow, with {budget:.0%} of a core")


@commands.command()
def stop(reason: Reason = "seen enough", author: Author = "", data_dir: DataDir = None, json: Json = False) -> None:
    """End the shadow; what it found stays."""
    with _acts(data_dir) as acts:
        before = acts.stop(author or getuser(), reason)
    told = {"stopped": None if before is None else before.pinned.version}
    Output(json).result(told, lambda: f"stopped: {told['stopped'] or 'there was none'}")


@commands.command()
def status(data_dir: DataDir = None, json: Json = False) -> None:
    """Show the shadow and what it has found so far."""
    from service.settings import settings_of
    from service.shadow.told import shadow_told
    from service.stores.opening import opened
    from service.stores.results import Results

    with _acts(data_dir) as acts:
        wanted = acts.wanted()
    with opened(settings_of(data_dir)) as database:
        told = shadow_told(wanted, Results(database))
    Output(json).result(told, lambda: _shown(told))


def _shown(told: dict[str, Any]) -> Any:
    found = told["found"]
    if found is None:
        return "nothing was found yet"
    rows = [
        {
            "touchpoint": name,
            "answers": each["answers"],
            "same first": _percent(each["same_first"]),
            "overlap": _percent(each["overlap"]),
            "rank correlation": _number(each["rank_correlation"]),
            "psi": _number(each["score_drift"]["psi"]),
            "ks": _number(each["score_drift"]["ks"]),
        }
        for name, each in found["touchpoints"].items()
    ]
    state = "running" if told["shadow"] is not None else "stopped"
    title = (
        f"version {found['model']['version']} ({state}): {found['answers']} answers, {found['cpu_share']:.1%} of a core"
    )
    return table(rows, title=title)


def _percent(value: float | None) -> str:
    return "" if value is None else f"{value:.1%}"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


@contextmanager
def _acts(data_dir: Path | None) -> "Iterator[Acts]":
    from service.configuration.by_hand import by_hand
    from service.settings import settings_of
    from service.shadow.acts import Acts
    from slotwise import shelf

    settings = settings_of(data_dir)
    with by_hand(data_dir) as found:
        name = settings.model or next(iter(shelf.names(settings.shelf_dir)), None)
        yield Acts(found.changing, settings.shelf_dir, lambda: name)
