"""Staging: one input file becomes a Parquet file of typed values in which every row knows what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from slotwise.analysis.query import parquet, quoted, write_parquet
from slotwise.errors import SourceError
from training.sources.cells import Cell, Check
from training.sources.files import ROW, Table, unreadable

SEQUENCE = "_sequence"
"""Column: place of a row among all rows of the input."""
KEY = "_key"
"""Column: rows with the same key are the same row; NULL where nothing says so."""
CHECK = "_check"
"""Column: number of the check that failed, from 1; 0 for a good row."""
GIVEN = "_given"
"""Column: what stood in the offending place, at most 200 characters."""
OWN = (SEQUENCE, KEY, CHECK, GIVEN, ROW)
_ROWS_PER_FILE = 10**12


@dataclass(frozen=True)
class Staged:
    """A staged file: section, origin, place, what its check numbers mean, and its rows without the bad lines."""

    kind: str
    place: int
    table: Table
    path: Path
    checks: tuple[Check, ...]
    rows: int

    @property
    def section(self) -> str:
        """The section's name in reports."""
        return f"{self.kind}.{self.place}"


def stage(
    connection: duckdb.DuckDBPyConnection,
    section: tuple[str, int],
    table: Table,
    cells: Mapping[str, Cell],
    key: str,
    path: Path,
) -> Staged:
    """Write the cells of all rows of a table to `path`.

    `section` is its kind and number; `key` is the SQL of the duplicate key, over the output columns.

    Raises SourceError when the file cannot be read, or when one and the same check fails in every row.
    """
    checks = tuple(check for cell in cells.values() for check in cell.checks)
    verdict = " ".join(f"WHEN {check.bad} THEN {place}" for place, check in enumerate(checks, start=1))
    given = " ".join(f"WHEN {place} THEN {check.given}" for place, check in enumerate(checks, start=1))
    columns = [
        f"{table.place * _ROWS_PER_FILE} + {ROW} AS {SEQUENCE}",
        ROW,
        f"CAST({f'CASE {verdict} ELSE 0 END' if checks else '0'} AS SMALLINT) AS {CHECK}",
        f"{f'left(CAST(CASE {CHECK} {given} END AS VARCHAR), 200)' if checks else 'NULL'} AS {GIVEN}",
        *(f"{cell.sql} AS {quoted(name)}" for name, cell in cells.items()),
    ]
    select = f"SELECT {', '.join(columns)} FROM {table.source}"
    try:
        rows = write_parquet(connection, f"SELECT *, {key} AS {KEY} FROM ({select})", path)
    except duckdb.Error as error:
        raise unreadable(table.path, str(error)) from error
    staged = Staged(*section, table, path, checks, rows)
    _refuse_hopeless(connection, staged)
    return staged


def _refuse_hopeless(connection: duckdb.DuckDBPyConnection, staged: Staged) -> None:
    """Stop when no row passes one check: then it is the mapping that is wrong and not the rows."""
    first = f"SELECT {CHECK}, count(*), arg_min({GIVEN}, {ROW}) FROM {parquet(staged.path)} GROUP BY {CHECK}"
    verdicts = connection.execute(first).fetchall()
    if len(verdicts) != 1 or verdicts[0][0] == 0:
        return
    check, given = staged.checks[verdicts[0][0] - 1], verdicts[0][2]
    raise SourceError(
        f"{staged.table.path}: column {check.column!r}: {check.reason} in all {staged.rows} rows, from row 1 on.",
        pointer=check.column,
        expected=check.expected,
        given="nothing" if given is None else given,
        hint=f"See what the mapping says about {check.column!r} in [{staged.kind}].",
    )
