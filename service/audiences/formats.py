"""Formats of exports: CSV and Parquet, each with one row a person."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from service.moments import to_text
from service.stores.audience_exports import Export, Member
from slotwise.errors import AudienceError, MissingExtraError

FORMATS = ("csv", "parquet")
Bites = Iterable[Iterable[Member]]


@dataclass(frozen=True)
class Rows:
    """The rows of an export: person_id, audience, export_id, made_at (RFC 3339), and the score where there are any."""

    export: Export
    scores: Mapping[str, float] | None = None

    @property
    def columns(self) -> list[str]:
        """Names in the order of the columns."""
        return ["person_id", "audience", "export_id", "made_at", *([] if self.scores is None else ["score"])]

    def of(self, person_id: str) -> list[Any]:
        """Return the row of a person."""
        found = [person_id, self.export.audience, self.export.export_id, to_text(self.export.made_at)]
        return found if self.scores is None else [*found, self.scores.get(person_id)]


def csv_of(rows: Rows, bites: Bites) -> Iterator[str]:
    """Yield the text of a CSV file (RFC 4180) of members, piece by piece."""
    yield _line(rows.columns)
    for members in bites:
        yield "".join(_line(rows.of(name)) for name, _ in members)


def write(path: Path, form: str, rows: Rows, bites: Bites) -> None:
    """Write members to a file in a format; it is there as a whole or not at all, and Parquet of nobody is no file.

    Raises AudienceError for another format or a file that cannot be written, MissingExtraError for Parquet without its
    library.
    """
    check_format(form)
    try:
        if form == "parquet":
            _parquet(path, rows, bites)
        else:
            _csv(path, rows, bites)
    except OSError as error:
        raise AudienceError(f"{path} cannot be written: {error.strerror or error}") from error


def check_format(form: str) -> None:
    """Raise AudienceError for a format that there is not."""
    if form not in FORMATS:
        raise AudienceError("there is no such format", expected=list(FORMATS), given=form)


def _csv(path: Path, rows: Rows, bites: Bites) -> None:
    aside = path.with_name(f".{path.name}.part")
    try:
        with aside.open("w", encoding="utf-8", newline="") as file:
            file.writelines(csv_of(rows, bites))
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def _parquet(path: Path, rows: Rows, bites: Bites) -> None:
    try:
        from service.export.facts import NUMBER, TEXT
        from service.export.files import schema
        from service.export.files import write as write_parquet
    except ImportError as error:
        raise MissingExtraError(
            "Parquet needs libraries that are not installed", hint="pip install 'slotwise[analysis]'"
        ) from error
    kinds = {name: NUMBER if name == "score" else TEXT for name in rows.columns}
    batches = (
        dict(zip(rows.columns, zip(*(rows.of(name) for name, _ in members), strict=True), strict=True))
        for members in bites
    )
    write_parquet(path, schema(rows.columns, kinds), batches)


def _line(cells: list[Any]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow(cells)
    return written.getvalue()
