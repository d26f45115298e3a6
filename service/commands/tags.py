"""Show tags, what is said of persons by their behaviour, and take them from proposed to retired."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from slotwise.console import Json, Output, table

if TYPE_CHECKING:
    from service.tag_book import TagBook

commands = typer.Typer(
    no_args_is_help=True, help="Tags of persons by behaviour: list, judge, propose, approve, retire."
)
Status = Literal["proposed", "approved", "live", "retired"]
DataDir = Annotated[Path | None, typer.Option("--data-dir", help="The service's data folder.")]
Name = Annotated[str, typer.Argument(metavar="TAG", help="The tag's name.")]
Reason = Annotated[str, typer.Option("--reason", "-m", help="Why; it is kept with the revision.")]
Author = Annotated[str, typer.Option("--author", help="Who; else the name of who runs the command.")]


@commands.command(name="list")
def list_(
    status: Annotated[Status | None, typer.Option(help="Only these.")] = None,
    counts: Annotated[bool, typer.Option("--counts", help="Count who holds each, over all persons.")] = False,
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """List the tags, proposed ones too; with --counts how many persons hold each."""
    with _book(data_dir) as book:
        found = book.list(status, counts)
    persons = found["persons"]
    uncounted = "; nobody was counted: slotwise audience refresh" if counts else ""
    caption = f"{len(found['data'])} tags" + (uncounted if persons is None else f", {persons:,} persons")
    Output(json).result(found, lambda: table([_row(each) for each in found["data"]], caption))


@commands.command()
def show(tag: Name, data_dir: DataDir = None, json: Json = False) -> None:
    """Show a tag, how many persons hold it, and the tags that share most of them."""
    with _book(data_dir) as book:
        found = book.show(tag)
    rows = [{"": name, "is": str(value)} for name, value in found.items() if value not in (None, "", [])]
    Output(json).result(found, lambda: table(rows))


@commands.command()
def propose(
    file: Annotated[Path, typer.Argument(help="A JSON file with the tag.", exists=True, dir_okay=False)],
    reason: Reason,
    author: Author = "",
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """Write a tag as proposed: it counts for nobody yet, and can be counted to judge it."""
    from slotwise.configuration import read_file
    from slotwise.errors import ConfigurationError

    entry = read_file(file)
    if not isinstance(entry, dict):
        raise ConfigurationError("a tag is one object", expected="an object", given=type(entry).__name__)
    with _book(data_dir) as book:
        made, checked = book.propose(entry, author or _who(), reason)
    _tell(Output(json), str(entry.get("tag")), "proposed", made, checked)


@commands.command()
def approve(tag: Name, reason: Reason, author: Author = "", data_dir: DataDir = None, json: Json = False) -> None:
    """Approve a proposed tag."""
    _move(tag, "approved", reason, author, data_dir, json)


@commands.command(name="go-live")
def go_live(tag: Name, reason: Reason, author: Author = "", data_dir: DataDir = None, json: Json = False) -> None:
    """Let an approved tag count: for scenes, rules, audiences and models, on every worker within seconds."""
    _move(tag, "live", reason, author, data_dir, json)


@commands.command()
def retire(tag: Name, reason: Reason, author: Author = "", data_dir: DataDir = None, json: Json = False) -> None:
    """Let a tag count no longer."""
    _move(tag, "retired", reason, author, data_dir, json)


@contextmanager
def _book(data_dir: Path | None) -> "Iterator[TagBook]":
    from service.at_hand import at_hand
    from service.tag_book import TagBook

    with at_hand(data_dir) as service:
        yield TagBook(service.configuration.changing, service.audiences)


def _move(tag: str, status: Any, reason: str, author: str, data_dir: Path | None, json: bool) -> None:
    with _book(data_dir) as book:
        made, checked = book.move(tag, status, author or _who(), reason)
    _tell(Output(json), tag, status, made, checked)


def _who() -> str:
    from getpass import getuser

    return getuser()


def _row(told: dict[str, Any]) -> dict[str, Any]:
    held = "" if told["held_by"] is None else f"{told['held_by']:,}"
    return {
        "tag": told["tag"],
        "status": told["status"],
        "what": f"{told['threshold']} {told['behaviour']} in {told['window_days']:g} days",
        "days": f"{told['expiry_days']:g}",
        "held by": f"{held} (nearly everybody)" if told["matches_everybody"] else held,
    }


def _tell(output: Output, tag: str, status: str, made: Any, checked: Any) -> None:
    from service.commands.config_shown import worth_telling

    warnings = [f"{each.pointer}: {each.detail}" for each in checked.problems if each.warning]
    told = {"tag": tag, "status": status, "revision": None if made is None else made.revision, "warnings": warnings}
    said = f"{tag} was {status} before" if made is None else f"{tag} is {status}: revision {made.revision}"
    worth, _ = worth_telling(checked)
    shown = [f"warning: {each.pointer}: {each.detail}" for each in worth if each.warning]
    output.result(told, lambda: "\n".join([said, *shown]))
