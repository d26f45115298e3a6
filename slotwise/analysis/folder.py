"""The folder on disk: which of its files are there and which columns they have; a log may be kept by day."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from slotwise import log
from slotwise.analysis.query import literal, parquet, parquets

if TYPE_CHECKING:
    import pyarrow as pa
from slotwise.errors import DatasetError

BY_DAY = {
    log.EVENTS_FILE: log.EVENTS_FOLDER,
    log.DECISIONS_FILE: log.DECISIONS_FOLDER,
    log.ASSIGNMENTS_FILE: log.ASSIGNMENTS_FOLDER,
}
"""Folders of files by day that may stand in the place of a file."""
NEEDED = {
    log.EVENTS_FILE: (log.OCCURRED_AT, log.PERSON, log.TYPE),
    log.DECISIONS_FILE: (log.DECISION, log.DECIDED_AT, log.PERSON),
    log.ASSIGNMENTS_FILE: (log.DECIDED_AT, log.UNIT, log.EXPERIMENT, log.PHASE, log.VARIANT),
    log.PRODUCTS_FILE: (log.PRODUCT,),
    log.CONTENTS_FILE: (log.CONTENT, log.PRODUCT),
    log.PERSONS_FILE: (log.PERSON,),
    log.CONSENTS_FILE: log.CONSENT_COLUMNS,
}
"""Columns without which a file cannot be read; all others are optional."""


@dataclass(frozen=True)
class Part:
    """One file of a table that is kept in several: its rows come after `start` others."""

    path: Path
    start: int
    rows: int
    columns: tuple[str, ...]


@dataclass(frozen=True)
class File:
    """One table of the folder, a Parquet file or several in their order: rows and the Arrow type of every column."""

    path: Path
    rows: int
    columns: "dict[str, pa.DataType]"
    parts: tuple[Part, ...]

    @property
    def source(self) -> str:
        """The table as it stands in a FROM clause; columns that a part does not have are null there."""
        if len(self.parts) == 1:
            return parquet(self.parts[0].path)
        return parquets([each.path for each in self.parts], "union_by_name = true")

    @property
    def numbered(self) -> str:
        """The same with a column `place`: the number of every row, from 0."""
        if len(self.parts) == 1:
            rows = parquet(self.parts[0].path, "file_row_number = true")
            return f"(SELECT * EXCLUDE (file_row_number), file_row_number AS place FROM {rows})"
        rows = parquets(
            [each.path for each in self.parts], "union_by_name = true", "file_row_number = true", "filename = true"
        )
        starts = ", ".join(f"({literal(str(each.path))}, {each.start})" for each in self.parts)
        return (
            f"(SELECT r.* EXCLUDE (file_row_number, filename), file_row_number + begins AS place FROM {rows} r "
            f"JOIN (VALUES {starts}) s(filename, begins) USING (filename))"
        )

    def categories(self, prefix: str) -> list[str]:
        """Columns with the prefix that hold categories, sorted."""
        return sorted(name for name, type_ in self.columns.items() if name.startswith(prefix) and not _numeric(type_))

    def numbers(self, prefix: str) -> list[str]:
        """Columns with the prefix that hold numbers, sorted."""
        return sorted(name for name, type_ in self.columns.items() if name.startswith(prefix) and _numeric(type_))


def open_file(folder: Path, name: str) -> File | None:
    """Describe a table of the folder, None when it is not there. Raises DatasetError when it is damaged."""
    path, by_day = folder / name, folder / BY_DAY.get(name, "-")
    if path.is_file():
        return _table(path, [path], NEEDED[name])
    if by_day.is_dir():
        return _table(by_day, sorted(by_day.glob("*.parquet")), NEEDED[name])
    return None


def events_file(folder: Path) -> File:
    """Describe the events. Raises DatasetError when the folder has none."""
    file = open_file(folder, log.EVENTS_FILE)
    if file is None:
        raise DatasetError(
            f"{folder} is not a data set folder: it has no {log.EVENTS_FILE}.",
            pointer=str(folder),
            hint="Make one with `slotwise import`, `slotwise simulate` or `slotwise log export`.",
        )
    return file


def _table(path: Path, paths: list[Path], needed: tuple[str, ...]) -> File | None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    parts, columns, start = list[Part](), dict[str, pa.DataType](), 0
    for each in paths:
        try:
            file = pq.ParquetFile(each)
        except (pa.ArrowException, OSError) as error:
            raise DatasetError(f"{each} cannot be read: {error}", pointer=str(each)) from error
        found = {field.name: field.type for field in file.schema_arrow}
        missing = [column for column in needed if column not in found]
        if missing:
            raise DatasetError(
                f"{each} has no column {missing[0]!r}.", pointer=str(each), expected=list(needed), given=list(found)
            )
        columns = found | columns
        parts.append(Part(each, start, file.metadata.num_rows, tuple(found)))
        start += file.metadata.num_rows
    return File(path, start, columns, tuple(parts)) if parts else None


def read_json(folder: Path, name: str, otherwise: Any) -> Any:
    """Read a JSON file of the folder, or return `otherwise` when it is not there."""
    path = folder / name
    if not path.is_file():
        return otherwise
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise DatasetError(f"{path} is not JSON: {error}", pointer=str(path)) from error


def _numeric(type_: "pa.DataType") -> bool:
    import pyarrow as pa

    return bool(pa.types.is_integer(type_) or pa.types.is_floating(type_) or pa.types.is_decimal(type_))
