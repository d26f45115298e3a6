"""The folder on disk: which of its files are there and which columns they have."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from slotwise import log
from slotwise.errors import DatasetError

NEEDED = {
    log.EVENTS_FILE: (log.OCCURRED_AT, log.PERSON, log.TYPE),
    log.DECISIONS_FILE: (log.DECISION, log.DECIDED_AT, log.PERSON),
    log.PRODUCTS_FILE: (log.PRODUCT,),
    log.CONTENTS_FILE: (log.CONTENT, log.PRODUCT),
    log.PERSONS_FILE: (log.PERSON,),
    log.CONSENTS_FILE: log.CONSENT_COLUMNS,
}
"""Columns without which a file cannot be read; all others are optional."""


@dataclass(frozen=True)
class File:
    """One Parquet file of the folder: rows and the Arrow type of every column."""

    path: Path
    rows: int
    columns: dict[str, pa.DataType]

    def categories(self, prefix: str) -> list[str]:
        """Columns with the prefix that hold categories, sorted."""
        return sorted(name for name, type_ in self.columns.items() if name.startswith(prefix) and not _numeric(type_))

    def numbers(self, prefix: str) -> list[str]:
        """Columns with the prefix that hold numbers, sorted."""
        return sorted(name for name, type_ in self.columns.items() if name.startswith(prefix) and _numeric(type_))


def open_file(folder: Path, name: str) -> File | None:
    """Describe a Parquet file of the folder, None when it is not there. Raises DatasetError when it is damaged."""
    path = folder / name
    if not path.is_file():
        return None
    try:
        file = pq.ParquetFile(path)
    except (pa.ArrowException, OSError) as error:
        raise DatasetError(f"{path} cannot be read: {error}", pointer=str(path)) from error
    columns = {field.name: field.type for field in file.schema_arrow}
    missing = [column for column in NEEDED[name] if column not in columns]
    if missing:
        raise DatasetError(
            f"{path} has no column {missing[0]!r}.", pointer=str(path), expected=list(NEEDED[name]), given=list(columns)
        )
    return File(path, file.metadata.num_rows, columns)


def events_file(folder: Path) -> File:
    """Describe events.parquet. Raises DatasetError when the folder has none."""
    file = open_file(folder, log.EVENTS_FILE)
    if file is None:
        raise DatasetError(
            f"{folder} is not a data set folder: it has no {log.EVENTS_FILE}.",
            pointer=str(folder),
            hint="Make one with `slotwise import` or `slotwise simulate`.",
        )
    return file


def read_json(folder: Path, name: str, otherwise: Any) -> Any:
    """Read a JSON file of the folder, or return `otherwise` when it is not there."""
    path = folder / name
    if not path.is_file():
        return otherwise
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise DatasetError(f"{path} is not JSON: {error}", pointer=str(path)) from error


def _numeric(type_: pa.DataType) -> bool:
    return bool(pa.types.is_integer(type_) or pa.types.is_floating(type_) or pa.types.is_decimal(type_))
