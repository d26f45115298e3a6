"""Known persons: persons.parquet, and what requests said of persons, which stands beside their decisions."""

from pathlib import Path

import duckdb

from slotwise import log
from slotwise.analysis.folder import File, open_file
from slotwise.analysis.query import quoted, write_parquet


def persons_file(
    connection: duckdb.DuckDBPyConnection, folder: Path, decisions: File | None, spill: Path
) -> File | None:
    """Describe what is known of persons, None when that is nothing.

    Where requests gave attributes, a file with the latest of each is made in the folder `spill`; they count before
    those of persons.parquet, as they do in an answer.
    """
    file = open_file(folder, log.PERSONS_FILE)
    given = [] if decisions is None else [name for name in decisions.columns if name.startswith(log.ATTRIBUTE_PREFIX)]
    if decisions is None or not given:
        return file
    latest = ", ".join(
        f"arg_max({quoted(name)}, {log.DECIDED_AT}) FILTER ({quoted(name)} IS NOT NULL) AS {quoted(name)}"
        for name in given
    )
    said = f"SELECT {log.PERSON}, {latest} FROM {decisions.source} WHERE {log.PERSON} IS NOT NULL GROUP BY {log.PERSON}"
    select = said if file is None else _joined(said, file, given)
    path = spill / log.PERSONS_FILE
    write_parquet(connection, f"SELECT * FROM ({select}) ORDER BY {log.PERSON}", path)
    return open_file(spill, log.PERSONS_FILE)


def _joined(said: str, file: File, given: list[str]) -> str:
    known = [name for name in file.columns if name != log.PERSON]
    columns = [f"coalesce(said.{log.PERSON}, known.{log.PERSON}) AS {log.PERSON}"]
    for name in sorted({*known, *given}):
        sides = [f"said.{quoted(name)}"] if name in given else []
        sides += [f"known.{quoted(name)}"] if name in known else []
        columns.append(f"coalesce({', '.join(sides)}) AS {quoted(name)}")
    return f"SELECT {', '.join(columns)} FROM ({said}) said FULL JOIN {file.source} known USING ({log.PERSON})"
