"""Reports of the four facts: counts by touchpoint, and the joined rows as a file."""

from pathlib import Path
from typing import Any

import duckdb

from slotwise import log
from slotwise.analysis.facts import FACTS, make_facts
from slotwise.analysis.folder import File, events_file, open_file, read_json
from slotwise.analysis.query import literal
from slotwise.errors import DatasetError
from slotwise.touchpoints import Touchpoint

_COUNTS = f"""
SELECT touchpoint, count(*) AS decided, count(exposed_at) AS exposed, count(clicked_at) AS clicked,
       count(converted_at) AS converted, sum(value) AS value, count(*) FILTER (NOT settled) AS open
FROM {FACTS} GROUP BY touchpoint ORDER BY touchpoint
"""


def by_touchpoint(
    connection: duckdb.DuckDBPyConnection, folder: Path, until: int | None = None
) -> list[dict[str, Any]]:
    """Return the counts of every touchpoint, placements as `decided`; those whose window is open at the cut `until`
    (ms UTC; default: the end of an exported log) are counted as `open` too. Raises DatasetError without decisions."""
    until = read_json(folder, log.DATASET_FILE, {}).get("until") if until is None else until
    touchpoints = [Touchpoint.from_json(each) for each in read_json(folder, log.TOUCHPOINTS_FILE, [])]
    windows = {each.touchpoint: each.attribution_window_s for each in touchpoints}
    make_facts(connection, _decisions(folder), events_file(folder), windows, until)
    found = connection.execute(_COUNTS)
    names = [each[0] for each in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def write_facts(connection: duckdb.DuckDBPyConnection, folder: Path, out: Path) -> int:
    """Write every placement with its facts to a Parquet file, after `by_touchpoint`; return the rows."""
    facts = f"SELECT place, exposed_at, clicked_at, converted_at, value, settled FROM {FACTS}"
    select = f"SELECT d.* EXCLUDE (place), f.* EXCLUDE (place) FROM {_decisions(folder).numbered} d JOIN ({facts}) f "
    target = f"COPY ({select} USING (place) ORDER BY place) TO {literal(str(out))} (FORMAT parquet, COMPRESSION zstd)"
    return int(connection.execute(target).fetchall()[0][0])


def _decisions(folder: Path) -> File:
    file = open_file(folder, log.DECISIONS_FILE)
    if file is None:
        raise DatasetError(f"{folder} has no decisions", pointer=str(folder), hint="nothing is known of what was shown")
    return file
