"""List events that were rejected, and send them again."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from service.rejections import listed
from slotwise.console import Json, Output, table
from slotwise.errors import SlotwiseError

commands = typer.Typer(no_args_is_help=True, help="List events that were rejected, and send them again.")
DataDir = Annotated[Path | None, typer.Option("--data-dir", help="The service's data folder.")]
Code = Annotated[str | None, typer.Option(help="Only those that were rejected for one reason.")]
_PAGE = 500


@commands.command("rejected")
def list_rejected(
    code: Code = None,
    after: Annotated[int, typer.Option(min=0, help="Only those with a larger number.")] = 0,
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 50,
    resolved: Annotated[bool, typer.Option("--resolved", help="Also those that were stored since.")] = False,
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """Show events that were rejected, oldest first, with the reason."""
    with _service(data_dir) as service:
        found = [listed(each) for each in service.rejected.page(after, limit, code, unresolved=not resolved)]
    rows = [
        {"number": each["id"], "received": each["received_at"], "event": each["event_id"], "code": each["code"]}
        | {"why": each["problem"].get("detail", ""), "stored as": each["resolved_as"]}
        for each in found
    ]
    Output(json).result({"data": found}, lambda: table(rows) if rows else "no events wait")


@commands.command()
def resend(
    numbers: Annotated[list[int] | None, typer.Argument(help="Which; none: all that wait.")] = None,
    file: Annotated[Path | None, typer.Option(help="JSON file with the corrected event, for one number.")] = None,
    code: Code = None,
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """Take rejected events again, as they were or corrected; those that are stored wait no longer."""
    if file is not None and len(numbers or ()) != 1:
        raise typer.BadParameter("a corrected event stands for one number", param_hint="--file")
    corrected = None if file is None else _read(file)
    with _service(data_dir) as service:
        chosen = numbers or [each.id for each in _waiting(service, code)]
        results = [_resent(service, number, corrected) for number in chosen]
    counts = {status: sum(each["status"] == status for each in results) for status in _STATUSES}
    summary = ", ".join(f"{count} {status}" for status, count in counts.items())
    Output(json).result(
        {**counts, "results": results}, lambda: table(results, summary) if results else "no events wait"
    )
    if counts["rejected"]:
        raise typer.Exit(2)


_STATUSES = ("accepted", "duplicate", "rejected")


def _resent(service: Any, number: int, corrected: Any) -> dict[str, Any]:
    from service.resending import Resending

    try:
        outcome = Resending(service.ingest, service.rejected).resend(number, corrected)
    except SlotwiseError as error:
        return {"number": number, "event_id": None, "status": "rejected", "why": error.detail}
    why = outcome.problem["detail"] if outcome.problem else ""
    return {"number": number, "event_id": outcome.event_id, "status": outcome.status, "why": why}


def _waiting(service: Any, code: str | None) -> Iterator[Any]:
    after = 0
    while page := service.rejected.page(after, _PAGE, code, unresolved=True):
        yield from page
        after = page[-1].id


def _read(file: Path) -> Any:
    import orjson

    try:
        return orjson.loads(file.read_bytes())
    except (OSError, ValueError) as error:
        raise typer.BadParameter(f"{file} cannot be read: {error}", param_hint="--file") from error


@contextmanager
def _service(data_dir: Path | None) -> Iterator[Any]:
    # Imported here: `slotwise --help` needs none of it.
    from service.at_hand import at_hand

    with at_hand(data_dir) as service:
        yield service
