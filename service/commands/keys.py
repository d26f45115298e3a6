"""Make, list, revoke and rotate the keys of those who call the service."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from service.keys_told import told
from slotwise.console import Json, Output, table

commands = typer.Typer(
    no_args_is_help=True, help="Make, list, revoke and rotate the keys of those who call the service."
)
DataDir = Annotated[Path | None, typer.Option("--data-dir", help="The service's data folder.")]
KeyId = Annotated[str, typer.Argument(metavar="ID", help="The key's id: what stands between the underscores.")]


@commands.command()
def create(
    kind: Annotated[Literal["publishable", "secret"], typer.Argument(help="For apps and pages, or for servers.")],
    name: Annotated[str, typer.Option(max=128, help="Whom it is for.")] = "",
    scope: Annotated[list[str] | None, typer.Option(help="What it may do; give it several times.")] = None,
    origin: Annotated[list[str] | None, typer.Option(help="Web origin that may use it; * for any.")] = None,
    days: Annotated[int | None, typer.Option(min=1, max=36_500, help="Days until it expires.")] = None,
    rate: Annotated[float | None, typer.Option(min=0.1, help="Most requests a second, of all callers.")] = None,
    signed_only: Annotated[bool, typer.Option("--signed-only", help="It signs requests and is never sent.")] = False,
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """Make a key and show it: this once, for only a digest of it is kept."""
    limits = {"days": days, "rate": rate, "signed_only": signed_only}
    with _issuing(data_dir) as issuing:
        made = issuing.create(kind, name, scope or (), origin or (), **limits)
    _show(Output(json), {"key": made.key, **told(made.stored)})


@commands.command("list")
def list_keys(data_dir: DataDir = None, json: Json = False) -> None:
    """Show all keys, without what makes them keys."""
    with _issuing(data_dir) as issuing:
        found = [told(each) for each in issuing.keys.all()]
    columns = ("id", "kind", "name", "status", "scopes", "origins", "used", "expires")
    rows = [{each: _cell(key[each]) for each in columns} for key in found]
    Output(json).result({"data": found}, lambda: _listed(rows) if rows else "there are no keys yet")


@commands.command()
def revoke(key_id: KeyId, data_dir: DataDir = None, json: Json = False) -> None:
    """End a key for ever; every worker refuses it within seconds."""
    with _issuing(data_dir) as issuing:
        ended = issuing.revoke(key_id)
    Output(json).result(told(ended), lambda: f"{key_id} is revoked")


@commands.command()
def rotate(
    key_id: KeyId,
    grace_hours: Annotated[float, typer.Option(min=0, max=8_784, help="Hours in which both keys work.")] = 24.0,
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """Replace a key by a new one that may do the same; the old one works on for a while."""
    with _issuing(data_dir) as issuing:
        made, old = issuing.rotate(key_id, grace_hours)
    output = Output(json)
    _show(output, {"key": made.key, **told(made.stored), "replaces": told(old)})
    output.note(f"{key_id} works until {told(old)['expires']}")


@contextmanager
def _issuing(data_dir: Path | None) -> Iterator[Any]:
    from service.keys_issued import Issuing
    from service.keys_sealed import Sealer
    from service.secret import find_secret
    from service.settings import settings_of
    from service.stores.keys import Keys
    from service.stores.opening import opened

    settings = settings_of(data_dir)
    with opened(settings) as database:
        yield Issuing(Keys(database), Sealer(find_secret(settings)))


def _listed(rows: list[dict[str, Any]]) -> Any:
    grid = table(rows)
    # Without the whole of it a key cannot be named.
    grid.columns[0].no_wrap = True
    grid.columns[0].min_width = len(rows[0]["id"])
    return grid


def _show(output: Output, document: dict[str, Any]) -> None:
    # The key stands alone on standard output, so that a shell can take it into a variable.
    output.result(document, lambda: document["key"])
    output.note("Keep it now: it cannot be shown again. Workers that run know it within seconds.")


def _cell(value: Any) -> Any:
    return " ".join(value) if isinstance(value, list | tuple) else value
