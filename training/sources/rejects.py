"""Rejects: every row that was set aside, with its file, number, reason and what stood there."""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from slotwise.analysis.query import literal, literals, parquet, write_parquet
from training.sources.files import ROW, Table
from training.sources.keys import repeats_table
from training.sources.stage import CHECK, GIVEN, SEQUENCE, Staged

REJECTS_FILE = "rejects.parquet"


def write_rejects(connection: duckdb.DuckDBPyConnection, staged: Sequence[Staged], out: Path) -> dict[str, int]:
    """Write rejects.parquet (no file when nothing was set aside) and return the counts by reason.

    The rows that repeat others are those in the tables `repeats_<kind of section>`.
    """
    columns = ("section", "file", "row BIGINT", "reason", '"column"', "given", "expected")
    connection.execute(
        f"CREATE TABLE rejects ({', '.join(name if ' ' in name else name + ' VARCHAR' for name in columns)})"
    )
    for each in staged:
        for select in (_failed(each, connection), _repeated(each, connection), _bad_lines(each)):
            if select:
                connection.execute(f"INSERT INTO rejects {select}")
    counts = connection.execute("SELECT reason, count(*) FROM rejects GROUP BY reason ORDER BY reason").fetchall()
    if counts:
        write_parquet(connection, "SELECT * FROM rejects ORDER BY section, file, row", out / REJECTS_FILE)
    return {reason: int(count) for reason, count in counts}


def bad_lines(connection: duckdb.DuckDBPyConnection, table: Table) -> list[int]:
    """Numbers of the rows that were lines with the wrong number of fields (CSV only; not in the staged file)."""
    if table.bad_lines is None:
        return []
    return [
        row[0] for row in connection.execute(f"SELECT DISTINCT line - 1 FROM {table.bad_lines} ORDER BY 1").fetchall()
    ]


def _failed(staged: Staged, connection: duckdb.DuckDBPyConnection) -> str:
    if not staged.checks:
        return ""
    columns = ("reason", "column", "expected")
    told = {name: f"{literals(getattr(check, name) for check in staged.checks)}[{CHECK}]" for name in columns}
    row = _row(bad_lines(connection, staged.table))
    values = (*_place(staged), row, told["reason"], told["column"], GIVEN, told["expected"])
    return f"SELECT {', '.join(values)} FROM {parquet(staged.path)} WHERE {CHECK} > 0"


def _repeated(staged: Staged, connection: duckdb.DuckDBPyConnection) -> str:
    row = _row(bad_lines(connection, staged.table))
    values = (*_place(staged), row, "'duplicate'", "NULL", "NULL", "'a row that is not there yet'")
    return (
        f"SELECT {', '.join(values)} FROM {parquet(staged.path)} "
        f"WHERE {CHECK} = 0 AND {SEQUENCE} IN (SELECT {SEQUENCE} FROM {repeats_table(staged.kind)})"
    )


def _bad_lines(staged: Staged) -> str:
    if staged.table.bad_lines is None:
        return ""
    values = (
        *_place(staged),
        "line - 1",
        "'malformed_line'",
        "NULL",
        "any_value(left(csv_line, 200))",
        "any_value(error_message)",
    )
    return f"SELECT {', '.join(values)} FROM {staged.table.bad_lines} GROUP BY line"


def _place(staged: Staged) -> tuple[str, str]:
    return literal(staged.section), literal(staged.table.path.name)


def _row(skipped: list[int]) -> str:
    # Rows are numbered as they are read, without the bad lines between them.
    bounds = [line - place for place, line in enumerate(skipped)]
    return f"{ROW} + len(list_filter({bounds}, lambda bound: bound <= {ROW}))" if bounds else ROW
