"""Keys by which rows are recognised as repeated, and the search for rows that repeat an earlier one."""

from collections.abc import Iterable, Sequence

import duckdb

from slotwise.analysis.query import literals, parquet, quoted
from training.sources.stage import CHECK, KEY, SEQUENCE, Staged

NO_KEY = "CAST(NULL AS VARCHAR)"


def row_key(columns: Iterable[str]) -> str:
    """SQL of a fingerprint of the given columns."""
    return f"md5(CAST(row({', '.join(quoted(name) for name in columns)}) AS VARCHAR))"


def good_rows(staged: Sequence[Staged]) -> str:
    """SELECT of the accepted rows of one section's staged files; `find_repeats` must have run for its kind."""
    files = literals(str(each.path) for each in staged)
    repeats = repeats_table(staged[0].kind)
    new = f"{SEQUENCE} NOT IN (SELECT {SEQUENCE} FROM {repeats})"
    return f"SELECT * FROM read_parquet({files}) WHERE {CHECK} = 0 AND {new}"


def find_repeats(connection: duckdb.DuckDBPyConnection, staged: Sequence[Staged]) -> None:
    """Fill the kind's table of repeats with the sequence numbers of good rows whose key an earlier row has."""
    parts = (
        f"SELECT {KEY}, {SEQUENCE} FROM {parquet(each.path)} WHERE {CHECK} = 0 AND {KEY} IS NOT NULL" for each in staged
    )
    keyed = f"({' UNION ALL '.join(parts)})"
    first = f"(SELECT {KEY}, min({SEQUENCE}) AS first FROM {keyed} GROUP BY {KEY} HAVING count(*) > 1)"
    select = f"SELECT {SEQUENCE} FROM {keyed} JOIN {first} USING ({KEY}) WHERE {SEQUENCE} > first"
    connection.execute(f"CREATE TABLE {repeats_table(staged[0].kind)} AS {select}")


def repeats_table(kind: str) -> str:
    """Name of the table with the repeated rows of one kind of section."""
    return f"repeats_{kind}"
