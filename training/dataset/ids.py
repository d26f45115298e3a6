"""Ids: sorted tables of ids whose places are the codes, and the codes of a whole column of a log."""

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from slotwise.analysis.folder import File
from slotwise.analysis.query import arrow, quoted

PERSONS, PRODUCTS, CONTENTS = "person_ids", "product_ids", "content_ids"
"""Tables of a connection: id VARCHAR, code INTEGER."""
_BATCH = 1_000_000


def make_ids(connection: duckdb.DuckDBPyConnection, table: str, select: str) -> pa.ChunkedArray:
    """Make a table of the distinct ids of a SELECT of one column `id`, and return them in the order of their codes."""
    distinct = f"SELECT DISTINCT id FROM ({select}) WHERE id IS NOT NULL"
    numbered = f"SELECT id, CAST(row_number() OVER (ORDER BY id) - 1 AS INTEGER) AS code FROM ({distinct})"
    connection.execute(f"CREATE TABLE {table} AS {numbered}")
    return arrow(connection, f"SELECT id FROM {table} ORDER BY code")["id"]


def find_codes(connection: duckdb.DuckDBPyConnection, table: str, file: File, column: str) -> NDArray[np.int32]:
    """Return int32 (rows of the file,): the code of every row's id, -1 where it is null or unknown."""
    found = np.full(file.rows, -1, np.int32)
    if column not in file.columns:
        return found
    # The join gives rows in any order; their numbers say where they belong.
    select = f"SELECT place, code FROM {file.numbered} JOIN {table} ON {quoted(column)} = id"
    for batch in connection.sql(select).to_arrow_reader(_BATCH):
        found[batch["place"].to_numpy()] = batch["code"].to_numpy()
    return found
