"""Show, check, compare, change and bring back the configuration of an installation."""

from collections.abc import Iterator
from contextlib import contextmanager
from getpass import getuser
from pathlib import Path
from typing import Annotated, Any

import typer

from slotwise.console import Json, Output, table

commands = typer.Typer(no_args_is_help=True, help="Show, check, change and bring back the configuration.")
DataDir = Annotated[Path | None, typer.Option("--data-dir", help="The service's data folder.")]
Files = Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files called <kind>.json, or folders of them.")]
Reason = Annotated[str, typer.Option("--reason", "-m", help="Why; it is kept with the revision.")]
Author = Annotated[str, typer.Option("--author", help="Who; else the name of who runs the command.")]
Parent = Annotated[int | None, typer.Option("--parent", help="Change only while this revision is in effect.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Check and try it, and leave everything as it is.")]
Number = Annotated[int | None, typer.Option("--revision", help="A revision; else the one in effect.")]


@commands.command()
def show(
    kind: Annotated[str | None, typer.Argument(help="A document: touchpoints, rules ...; else a list of all.")] = None,
    name: Annotated[str | None, typer.Argument(help="One of its entries.")] = None,
    revision: Number = None,
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """Show what is in effect: all documents, one of them, or an entry."""
    from service.commands.config_shown import shown

    with _configuration(data_dir) as found:
        history = found.history
        in_effect = history.salvaged()[0] if revision is None else history.at(revision)
    told, text = shown(in_effect, kind, name)
    Output(json).result(told, lambda: text)


@commands.command()
def check(files: Files, data_dir: DataDir = None, json: Json = False) -> None:
    """Tell what files would change, what is wrong with them, and what sample persons would see; changes nothing."""
    from service.configuration.edits import replaced

    with _configuration(data_dir) as found:
        checked = found.changing.check(replaced(_read(files)))
    _tell(Output(json), checked, None)


@commands.command()
def diff(
    files: Annotated[list[Path] | None, typer.Argument(metavar="[PATH...]", help="Files or folders.")] = None,
    revision: Number = None,
    since: Annotated[int | None, typer.Option(help="Another revision; else the one that it was made of.")] = None,
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """Show what files differ in from what is in effect; without files, what a revision changed."""
    from service.configuration.edits import replaced
    from slotwise.configuration import Configuration, to_text
    from slotwise.configuration import diff as compare

    with _configuration(data_dir) as found:
        history, newest = found.history, found.history.salvaged()[0]
        if files:
            before, after = newest.configuration, Configuration.load(replaced(_read(files))(newest.configuration))
        else:
            number = newest.revision if revision is None else revision
            parent = (history.revisions.get(number).parent if number else 0) if since is None else since
            before, after = history.at(parent).configuration, history.at(number).configuration
    differences = compare(before, after)
    Output(json).result({"differences": [each.to_json() for each in differences]}, lambda: _plain(to_text(differences)))


@commands.command()
def apply(
    files: Files,
    reason: Reason,
    author: Author = "",
    parent: Parent = None,
    dry_run: DryRun = False,
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """Put files in the place of the documents that they are named after; the other documents stay."""
    from service.configuration.edits import replaced

    _change(replaced(_read(files)), reason, author, parent, dry_run, data_dir, json)


@commands.command("import")
def import_(
    folder: Annotated[Path, typer.Argument(help="Folder with one <kind>.json a document.", exists=True)],
    reason: Reason,
    author: Author = "",
    parent: Parent = None,
    dry_run: DryRun = False,
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """Make a folder the whole configuration: documents that it does not have are taken away."""
    documents = _read([folder])
    _change(lambda before: documents, reason, author, parent, dry_run, data_dir, json)


@commands.command()
def export(
    folder: Annotated[Path, typer.Argument(help="Where to write one <kind>.json a document.")],
    revision: Number = None,
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """Write all documents as files, to edit them, to keep them, or to import them elsewhere."""
    from slotwise.configuration import write_folder

    with _configuration(data_dir) as found:
        in_effect = found.history.salvaged()[0] if revision is None else found.history.at(revision)
    files = [str(each) for each in write_folder(in_effect.configuration, folder)]
    told = {"revision": in_effect.revision, "files": files}
    Output(json).result(told, lambda: _plain("\n".join([f"revision {in_effect.revision}", *files])))


@commands.command()
def edit(
    kind: Annotated[str, typer.Argument(help="The document: touchpoints, rules ...")],
    name: Annotated[str, typer.Argument(help="The entry.")],
    reason: Reason,
    given: Annotated[
        list[str] | None, typer.Option("--set", help="field=value, the value as JSON or plain; empty takes it away.")
    ] = None,
    delete: Annotated[bool, typer.Option("--delete", help="Take the entry away.")] = False,
    author: Author = "",
    parent: Parent = None,
    dry_run: DryRun = False,
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """Change one entry: with --set, with --delete, or in your editor; a new name makes a new entry."""
    from service.commands.config_edited import edited

    _change(edited(kind, name, given or [], delete), reason, author, parent, dry_run, data_dir, json)


@commands.command()
def history(
    limit: Annotated[int, typer.Option(min=1, max=1_000, help="How many, the newest first.")] = 20,
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """Show who changed the configuration, when and why."""
    from service.configuration.told import revision_told

    with _configuration(data_dir) as found:
        rows = [revision_told(each) for each in found.history.revisions.list(limit)]
    Output(json).result({"data": rows}, lambda: table(rows) if rows else "nothing has been changed yet")


@commands.command()
def rollback(
    reason: Reason,
    to: Annotated[int | None, typer.Option(help="The revision to bring back; else the one before.")] = None,
    author: Author = "",
    parent: Parent = None,
    dry_run: DryRun = False,
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """Bring an earlier revision back, in one step; it is a revision of its own."""
    with _configuration(data_dir) as found:
        made, checked = found.changing.rollback(author or getuser(), reason, to, parent, dry_run)
    _tell(Output(json), checked, made)


@contextmanager
def _configuration(data_dir: Path | None) -> Iterator[Any]:
    from service.configuration.by_hand import by_hand

    with by_hand(data_dir) as found:
        yield found


def _read(paths: list[Path]) -> dict[str, Any]:
    from slotwise.configuration import read_file, read_folder

    documents: dict[str, Any] = {}
    for path in paths:
        documents |= read_folder(path) if path.is_dir() else {path.stem: read_file(path)}
    return documents


def _change(
    change: Any, reason: str, author: str, parent: int | None, dry_run: bool, data_dir: Path | None, json: bool
) -> None:
    with _configuration(data_dir) as found:
        checked, made = found.changing.check(change, parent), None
        if checked.ok and not dry_run:
            made = found.changing.make(checked, author or getuser(), reason)
    _tell(Output(json), checked, made)


def _tell(output: Output, checked: Any, made: Any) -> None:
    from service.commands.config_shown import checked_text
    from service.configuration.told import checked_told

    output.result(checked_told(checked, made), lambda: _plain(checked_text(checked, made)))
    if not checked.ok:
        raise typer.Exit(1)


def _plain(text: str) -> Any:
    from rich.text import Text

    return Text(text)
