"""Counting: rows that were read, accepted and set aside, each counted on its own, so that none can get lost."""

from collections.abc import Sequence
from itertools import groupby

import duckdb

from training.sources.keys import good_rows
from training.sources.rejects import bad_lines
from training.sources.stage import Staged


def count_rows(connection: duckdb.DuckDBPyConnection, staged: Sequence[Staged]) -> dict[str, dict[str, int]]:
    """Rows, accepted and rejected by kind of section, after `write_rejects`; asserts that they add up."""
    rejected = dict(
        connection.execute("SELECT split_part(section, '.', 1), count(*) FROM rejects GROUP BY 1").fetchall()
    )
    counts: dict[str, dict[str, int]] = {}
    for (kind, _), group in groupby(staged, key=lambda each: (each.kind, each.place)):
        files = list(group)
        count = counts.setdefault(kind, {"rows": 0, "accepted": 0, "rejected": rejected.get(kind, 0)})
        count["rows"] += sum(each.rows + len(bad_lines(connection, each.table)) for each in files)
        count["accepted"] += connection.execute(f"SELECT count(*) FROM ({good_rows(files)})").fetchall()[0][0]
    for kind, count in counts.items():
        assert count["rows"] == count["accepted"] + count["rejected"], (kind, count)
    return counts
