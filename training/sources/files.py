"""Input files: found by the patterns of a mapping, opened as tables whose rows are numbered from 1."""

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

import duckdb

from slotwise.analysis.query import literal, parquet
from slotwise.errors import SourceError
from training.sources.mapping import Section

ROW = "_row"
"""Column that every table gets: number of the row in its file, the header not counted."""


@dataclass(frozen=True)
class Table:
    """One input file: `place` is its number among all files of the import, `columns` maps names to DuckDB's types."""

    path: Path
    place: int
    columns: dict[str, str]
    source: str
    bad_lines: str | None = None
    """Table that holds the lines of a CSV file that have the wrong number of fields, once it was scanned."""


def find_files(section: Section, inputs: Sequence[Path]) -> list[Path]:
    """Files of a section, by pattern and name. Raises SourceError when there are none and the section needs one."""
    offered = [file for each in inputs for file in (sorted(each.rglob("*")) if each.is_dir() else [each])]
    missing = [each for each in offered if not each.exists()]
    if missing:
        raise SourceError(f"There is no file or folder {missing[0]}.", pointer=str(missing[0]))
    matches = (file for pattern in section.files for file in offered if file.is_file() and fnmatch(file.name, pattern))
    found = list(dict.fromkeys(matches))
    if not found and not section.optional:
        places = ", ".join(str(each) for each in inputs)
        raise SourceError(
            f"No file in {places} is called {' or '.join(section.files)}.",
            expected=list(section.files),
            given=sorted(file.name for file in offered)[:20],
            hint="Check the input folder, or change `files` in the mapping.",
        )
    return found


def open_table(connection: duckdb.DuckDBPyConnection, path: Path, place: int, section: Section) -> Table:
    """Open one file. `place` is unique in the connection. Raises SourceError when it cannot be read."""
    is_parquet = path.suffix == ".parquet"
    bad_lines = None if is_parquet else f"bad_lines_{place}"
    rows = parquet(path, "file_row_number = true") if is_parquet else _csv(path, section, str(bad_lines))
    if path.stat().st_size == 0:
        raise unreadable(path, "it is empty")
    try:
        described = connection.execute(f"DESCRIBE SELECT * FROM {rows}").fetchall()
    except duckdb.Error as error:
        raise unreadable(path, str(error)) from error
    columns = {row[0]: row[1] for row in described if not (is_parquet and row[0] == "file_row_number")}
    number = "file_row_number + 1" if is_parquet else "row_number() OVER ()"
    return Table(path, place, columns, f"(SELECT *, {number} AS {ROW} FROM {rows})", bad_lines)


def unreadable(path: Path, reason: str) -> SourceError:
    """The error for a file that DuckDB cannot read."""
    reason = reason.partition("\n")[0][:300]
    return SourceError(
        f"The file {path} cannot be read: {reason}",
        pointer=str(path),
        expected="a Parquet file (.parquet) or a CSV file in UTF-8 with a header",
        given=reason,
    )


def _csv(path: Path, section: Section, bad_lines: str) -> str:
    delimiter = section.delimiter or ("\t" if ".tsv" in path.suffixes else ",")
    options: dict[str, str | int | bool] = {
        "delim": delimiter,
        "quote": '"',
        "escape": '"',
        "header": True,
        "all_varchar": True,
        "skip": 0,
    }
    rejects: dict[str, str | int | bool] = {
        "store_rejects": True,
        "rejects_table": bad_lines,
        "rejects_scan": f"{bad_lines}_scan",
    }
    settings = ", ".join(f"{key} = {literal(value)}" for key, value in (options | rejects).items())
    return f"read_csv({literal(str(path))}, {settings})"
