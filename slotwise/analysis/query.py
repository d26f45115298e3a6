"""DuckDB as a bounded query engine over files: connections with a memory limit, and safe quoting."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

MEMORY = "2GB"
"""What one connection may hold; larger sorts and joins go to its temporary folder."""
THREADS = 2


def connect(spill: Path, memory: str = MEMORY, threads: int = THREADS) -> "duckdb.DuckDBPyConnection":
    """Open an in-memory database in UTC that spills to the folder `spill` beyond `memory`."""
    import duckdb

    settings: dict[str, str | int | bool] = {"memory_limit": memory, "threads": threads, "temp_directory": str(spill)}
    settings |= {"TimeZone": "UTC"}
    connection = duckdb.connect(":memory:")
    # Where a notebook cannot show DuckDB's own bar it is off, and the setting may not be touched.
    if connection.execute("SELECT current_setting('enable_progress_bar')").fetchall() == [(True,)]:
        settings["enable_progress_bar"] = False
    for name, value in settings.items():
        connection.execute(f"SET {name} = {literal(value)}")
    return connection


def arrow(connection: "duckdb.DuckDBPyConnection", select: str) -> "pa.Table":
    """Return the rows of a SELECT as an Arrow table."""
    table = connection.sql(select).to_arrow_table()
    assert table is not None
    return table


def quoted(name: str) -> str:
    """A column name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: str | int | float | bool | None) -> str:
    """A constant as SQL text, for places where a statement takes no parameters (COPY, SET, file names)."""
    if value is None:
        return "NULL"
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else str(value)


def literals(values: Iterable[Any]) -> str:
    """Constants as an SQL list: [a, b]."""
    return "[" + ", ".join(literal(value) for value in values) + "]"


def parquet(path: Path, *options: str) -> str:
    """A Parquet file as a table of a FROM clause."""
    return f"read_parquet({', '.join([literal(_plain(path)), *options])})"


def parquets(paths: Iterable[Path], *options: str) -> str:
    """Several Parquet files, one after the other, as a table of a FROM clause."""
    return f"read_parquet({', '.join([literals(_plain(path) for path in paths), *options])})"


def write_parquet(connection: "duckdb.DuckDBPyConnection", select: str, path: Path) -> int:
    """Write the rows of a SELECT to a Parquet file, streamed; return how many."""
    target = f"COPY ({select}) TO {literal(str(path))} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 200000)"
    return int(connection.execute(target).fetchall()[0][0])


def _plain(path: Path) -> str:
    # A path is one file, not a pattern.
    return "".join(f"[{mark}]" if mark in "*?[" else mark for mark in str(path))
