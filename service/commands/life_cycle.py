"""Count the persons in each stage, tier and growth stage, and fit the tiers to everybody there is."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from slotwise.console import Json, Output, table

if TYPE_CHECKING:
    from service.life_fitting import LifeFitting

commands = typer.Typer(no_args_is_help=True, help="The life cycle: who is in which stage and tier; fit the tiers.")
DataDir = Annotated[Path | None, typer.Option("--data-dir", help="The service's data folder.")]


@commands.command()
def show(data_dir: DataDir = None, json: Json = False) -> None:
    """Count the persons in each stage, tier and growth stage."""
    with _fitting(data_dir) as fitting:
        found = fitting.counts()
    persons = max(found["persons"], 1)
    rows = [
        {"kind": kind, "phase": phase, "persons": count, "share": f"{count / persons:.1%}"}
        for kind in ("stage", "tier", "growth")
        for phase, count in found[kind].items()
    ]
    Output(json).result(found, lambda: table(rows, f"{found['persons']:,} persons"))


@commands.command()
def tiers(
    fit: Annotated[bool, typer.Option("--fit", help="Write what was fitted as a new revision.")] = False,
    share: Annotated[float, typer.Option(min=0.01, max=0.99, help="Share of persons in the highest tier.")] = 0.2,
    reason: Annotated[str, typer.Option("--reason", "-m", help="Why; it is kept with the revision.")] = "",
    author: Annotated[str, typer.Option("--author", help="Who; else the name of who runs the command.")] = "",
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """Show at which thresholds the highest tier would hold its share of all persons; with --fit take them."""
    from getpass import getuser

    with _fitting(data_dir) as fitting:
        phases, made = fitting.fitted(share), None
        if fit:
            why = reason or f"tiers fitted to a core of {share:.0%}"
            made, _ = fitting.propose(phases, author or getuser(), why)
    moved = [each.to_json() for each in phases if each.kind in ("score", "tier")]
    rows = [
        {"phase": each["phase"], "thresholds": str(each.get("thresholds") or f"from {each.get('from_points')} points")}
        for each in moved
    ]
    revision = None if made is None else made.revision
    caption = "nothing was changed; --fit takes them" if revision is None else f"revision {revision}"
    Output(json).result({"life_cycle": moved, "revision": revision}, lambda: table(rows, caption))


@contextmanager
def _fitting(data_dir: Path | None) -> "Iterator[LifeFitting]":
    from service.at_hand import at_hand
    from service.life_fitting import LifeFitting

    with at_hand(data_dir) as service:
        yield LifeFitting(service.configuration.changing, service.audiences)
