"""What every command prints: tables and progress for people, one JSON document for programs, errors with a remedy."""

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any

import orjson
import typer
from rich.console import Console, RenderableType
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from slotwise.errors import SlotwiseError
from slotwise.figures import number

_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?(Z|[+-]\d\d:\d\d)")
_ID = re.compile(r"[a-z]{1,2}_[0-9a-z]{12,40}(\.\d+)?")
"""Ids that the service makes, of exports and decisions: they are there to be copied."""
_MANY = 5
"""Columns of a table from which on a moment on one line would leave the others too little."""
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document on standard output and nothing else.")]
"""The option that every command has: `def command(json: Json = False)`."""


class Output:
    """Where a command writes: results to standard output, remarks and progress to standard error."""

    def __init__(self, json: bool = False):
        self.json = json
        self.results = Console()
        self.remarks = Console(stderr=True, quiet=json)

    def note(self, message: str) -> None:
        """A remark on the way; nothing with --json. Lines are left whole: a command in them can be copied."""
        self.remarks.print(message, markup=False, highlight=False, soft_wrap=True)

    def result(self, document: Mapping[str, Any], show: Callable[[], RenderableType]) -> None:
        """The command's answer: `document` with --json, otherwise what `show` returns."""
        if self.json:
            write_json(document)
        else:
            self.results.print(show())

    def progress(self) -> Progress:
        """A progress display (a context manager) on standard error; silent with --json or when nobody watches."""
        return Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=self.remarks,
            disable=self.json or not self.remarks.is_terminal,
        )


def table(rows: Sequence[Mapping[str, Any]], title: str = "") -> Table:
    """Rows with the same keys as a table: the keys are the header, numbers stand to the right, nothing is cut off.

    Moments are told to the second and never broken: the other columns make room for them. Where there are many of
    these, the time stands below the day.
    """
    grid = Table(title=title or None, title_justify="left")
    columns = list(rows[0]) if rows else []
    for column in columns:
        numeric = all(isinstance(row[column], int | float | None) for row in rows)
        whole = any(each.fullmatch(str(row[column])) for row in rows for each in (_MOMENT, _ID))
        grid.add_column(column, justify="right" if numeric else "left", overflow="fold", no_wrap=whole)
    between = "\n" if len(columns) >= _MANY else " "
    for row in rows:
        grid.add_row(*(Text(_cell(row[column], between)) for column in columns))
    return grid


def _cell(value: Any, between: str) -> str:
    if value is None or isinstance(value, float):
        return number(value)
    moment = _MOMENT.fullmatch(str(value))
    return f"{moment[1]}{between}{moment[2]}{moment[3]}" if moment else str(value)


def write_json(document: Mapping[str, Any]) -> None:
    """One JSON document on standard output; numpy values as numbers, anything unknown (a path) as its text."""
    options = orjson.OPT_INDENT_2 | orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_APPEND_NEWLINE
    sys.stdout.write(orjson.dumps(document, default=str, option=options).decode())


def report(error: SlotwiseError, as_json: bool = False) -> None:
    """Say on standard error what is wrong and what to do; with --json also as a document on standard output."""
    if as_json:
        write_json({"error": error_document(error)})
    lines = Text.assemble(("error: ", "bold red"), error.detail)
    if error.expected is not None:
        lines.append(f"\n  expected: {error.expected}\n  given:    {error.given}")
    if error.hint:
        lines.append(f"\n  what to do: {error.hint}")
    Console(stderr=True, soft_wrap=True).print(lines)


def error_document(error: SlotwiseError) -> dict[str, Any]:
    """The error's public fields, those that are empty left out."""
    fields = {"code": error.code, "title": error.title, "detail": error.detail, "hint": error.hint}
    fields |= {"pointer": error.pointer, "expected": error.expected, "given": error.given}
    return {name: value for name, value in fields.items() if value not in (None, "")}
