"""How commands ask about audiences: the words they have in common, and the office and its columns at hand."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from service.audiences.office import Office
    from service.audiences.questions import Questions

DataDir = Annotated[Path | None, typer.Option("--data-dir", help="The service's data folder.")]
Name = Annotated[str, typer.Argument(metavar="AUDIENCE", help="The audience's name.")]
Stale = Annotated[bool, typer.Option("--stale", help="Ask the columns as they are, without looking for changes.")]


@contextmanager
def office_at_hand(data_dir: Path | None) -> "Iterator[Office]":
    """The office of an installation, as long as it is asked."""
    from service.at_hand import at_hand

    with at_hand(data_dir) as service:
        yield service.audiences


@contextmanager
def questions_at_hand(data_dir: Path | None, stale: bool) -> "Iterator[tuple[Office, Questions]]":
    """The same with the columns of all persons, brought up to date unless they may be stale."""
    with office_at_hand(data_dir) as office:
        yield office, office.questions() if stale else office.fresh()
