"""Show, export and erase a person, store what they allow, and check everybody's state against the log."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from service.commands.state import rebuild
from slotwise.console import Json, Output, table

commands = typer.Typer(
    no_args_is_help=True, help="Show, export and erase a person, store what they allow, check everybody's state."
)
DataDir = Annotated[Path | None, typer.Option("--data-dir", help="The service's data folder.")]
PersonId = Annotated[str, typer.Argument(metavar="ID", help="The person's id, or an identifier as namespace:value.")]


@commands.command()
def show(person_id: PersonId, data_dir: DataDir = None, json: Json = False) -> None:
    """Show what is known of a person, what of it is used, and where it came from."""
    with _service(data_dir) as service:
        found = service.persons.show(person_id)
    Output(json).result(found, lambda: _shown(found))


@commands.command()
def export(
    person_id: PersonId,
    out: Annotated[Path | None, typer.Option(help="File to write; default: standard output.")] = None,
    data_dir: DataDir = None,
) -> None:
    """Write everything about a person from every table as one JSON document."""
    with _service(data_dir) as service:
        pieces = service.exports.export(person_id)
        if out is None:
            for piece in pieces:
                sys.stdout.buffer.write(piece)
            return
        with out.open("wb") as file:
            file.writelines(pieces)
    Output().note(f"written to {out}")


@commands.command()
def consent(
    person_id: PersonId,
    personalize: Annotated[
        bool | None, typer.Option("--personalize/--no-personalize", help="Whether answers may be personal.")
    ] = None,
    hide: Annotated[list[str] | None, typer.Option(help="Attributes not to be used; all that are to stay so.")] = None,
    hide_nothing: Annotated[bool, typer.Option("--hide-nothing", help="All attributes may be used again.")] = False,
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """Store what a person allows; it holds from the next answer on. Without options, show it."""
    with _service(data_dir) as service:
        said = service.persons.consent(person_id, personalize, [] if hide_nothing else hide)
    Output(json).result(said, lambda: table([{**said, "hidden": ", ".join(said["hidden"])}]))


@commands.command()
def erase(
    person_id: PersonId,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """Erase everything about a person for ever, and show the receipt; asked again, the same one."""
    with _service(data_dir) as service:
        if not yes:
            typer.confirm(f"erase everything about {person_id}? It cannot be undone", abort=True, err=True)
        receipt = service.erasing.erase(person_id)
    Output(json).result(receipt, lambda: _receipt(receipt))


commands.command()(rebuild)


@contextmanager
def _service(data_dir: Path | None) -> Iterator[Any]:
    # Imported here: `slotwise --help` needs none of it.
    from service.at_hand import at_hand

    with at_hand(data_dir) as service:
        yield service


def _shown(found: dict[str, Any]) -> Table:
    allowed = found["consent"]
    named = (f"{each['namespace']}:{each['value']}" for each in found["identities"])
    rows = {
        "person": found["person_id"],
        "layer": found["layer"],
        "identities": ", ".join(named),
        "personal answers": "yes" if allowed["personalize"] else "no",
        "hidden": ", ".join(allowed["hidden"]),
        "attributes used": ", ".join(found["used"]["attributes"]),
        "interactions used": found["used"]["history"],
        "events": sum(found["state"]["events"].values()),
        "last seen": found["state"]["last_at"],
    }
    return table([{"": name, "what is known": value} for name, value in rows.items()])


def _receipt(receipt: dict[str, Any]) -> str:
    rows = ", ".join(f"{count} {name}" for name, count in receipt["deleted"].items() if count)
    remains = "\n".join(f"  {each}" for each in receipt["remains"])
    return f"receipt {receipt['receipt']}, {receipt['status']}\ndeleted: {rows}\nwhat remains:\n{remains}"
