"""Writing: accepted rows become the files of a data set folder, in the order of time."""

import json
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb

from slotwise import log
from slotwise.analysis.query import parquet, quoted, write_parquet
from training.digest import digest
from training.sources.cells import null
from training.sources.impressions import OUTCOMES, outcome_events, placements
from training.sources.keys import good_rows
from training.sources.mapping import Mapping
from training.sources.stage import OWN, Staged

_EVENT_ORDER = f"{log.OCCURRED_AT}, {log.PERSON}, {log.EVENT_ID}"
_DECISION_ORDER = f"{log.DECIDED_AT}, {log.DECISION}, {log.TOUCHPOINT}, {log.SLOT}"
_OWN = ", ".join(OWN)
_ENTITIES = {
    "products": (log.PRODUCTS_FILE, log.PRODUCT),
    "contents": (log.CONTENTS_FILE, log.CONTENT),
    "persons": (log.PERSONS_FILE, log.PERSON),
}


def write_dataset(
    connection: duckdb.DuckDBPyConnection, mapping: Mapping, staged: Sequence[Staged], out: Path
) -> dict[str, int]:
    """Write all files of the folder but the rejects and the description; return the rows of each."""
    rows = _write_log(connection, mapping, staged, out) | _write_entities(connection, staged, out)
    if log.PRODUCTS_FILE not in rows:
        rows[log.PRODUCTS_FILE] = _products_of_log(connection, out)
    for name, entries in ((log.TOUCHPOINTS_FILE, mapping.touchpoints), (log.SCENES_FILE, mapping.scenes)):
        if entries:
            (out / name).write_text(json.dumps(entries, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return rows


def period(connection: duckdb.DuckDBPyConnection, out: Path) -> dict[str, int | None]:
    """Return when the first and the last event and decision were, ms UTC; None where there are none."""
    columns = {log.EVENTS_FILE: log.OCCURRED_AT, log.DECISIONS_FILE: log.DECIDED_AT}
    files = [
        f"SELECT {at} AS moment FROM {parquet(out / name)}" for name, at in columns.items() if (out / name).is_file()
    ]
    first, last = connection.execute(f"SELECT min(moment), max(moment) FROM ({' UNION ALL '.join(files)})").fetchall()[
        0
    ]
    return {"first": first, "last": last}


def describe(mapping: Mapping, out: Path, counts: dict[str, Any]) -> dict[str, Any]:
    """Write dataset.json and return it."""
    document = {
        "name": mapping.name, "source": mapping.source, "notes": list(mapping.notes), "digest": digest(out), **counts,
        **({"train": mapping.train} if mapping.train else {}),
    }  # fmt: skip
    text = json.dumps(document, ensure_ascii=False, indent=1)
    (out / log.DATASET_FILE).write_text(text + "\n", encoding="utf-8")
    return document


def _write_log(
    connection: duckdb.DuckDBPyConnection, mapping: Mapping, staged: Sequence[Staged], out: Path
) -> dict[str, int]:
    sections = [list(group) for _, group in groupby(staged, key=lambda each: each.section)]
    shown = [files for files in sections if files[0].kind == "impressions"]
    placed = [placements(good_rows(files), mapping.impressions[files[0].place]) for files in shown]
    events = [good_rows(files) for files in sections if files[0].kind == "events"]
    rows = {log.EVENTS_FILE: _write_events(connection, events, placed, out / log.EVENTS_FILE)}
    if placed:
        inner = f"{_OWN}, {', '.join(OUTCOMES)}"
        union = " UNION ALL BY NAME ".join(f"(SELECT * EXCLUDE ({inner}) FROM ({each}))" for each in placed)
        select = f"SELECT * FROM ({union}) ORDER BY {_DECISION_ORDER}"
        rows[log.DECISIONS_FILE] = write_parquet(connection, select, out / log.DECISIONS_FILE)
    return rows


def _write_events(connection: duckdb.DuckDBPyConnection, events: list[str], placed: list[str], path: Path) -> int:
    parts = [f"SELECT * EXCLUDE ({_OWN}) FROM ({rows})" for rows in events]
    parts += [outcome_events(rows, _context(connection, rows)) for rows in placed]
    union = " UNION ALL BY NAME ".join(f"({part})" for part in parts)
    columns = ", ".join([*log.EVENT_COLUMNS, *(quoted(name) for name in _context(connection, union))])
    return write_parquet(connection, f"SELECT {columns} FROM ({union}) ORDER BY {_EVENT_ORDER}", path)


def _context(connection: duckdb.DuckDBPyConnection, select: str) -> list[str]:
    described = connection.execute(f"DESCRIBE {select}").fetchall()
    return sorted(row[0] for row in described if row[0].startswith(log.CONTEXT_PREFIX))


def _write_entities(connection: duckdb.DuckDBPyConnection, staged: Sequence[Staged], out: Path) -> dict[str, int]:
    rows = {}
    for kind, (name, key) in _ENTITIES.items():
        files = [each for each in staged if each.kind == kind]
        if files:
            select = f"SELECT * EXCLUDE ({_OWN}) FROM ({good_rows(files)}) ORDER BY {key}"
            rows[name] = write_parquet(connection, select, out / name)
    return rows


def _products_of_log(connection: duckdb.DuckDBPyConnection, out: Path) -> int:
    """Without a file of products, those of the log are all that there are, and their ids are their titles."""
    files = [out / name for name in (log.EVENTS_FILE, log.DECISIONS_FILE) if (out / name).is_file()]
    union = " UNION ALL ".join(f"SELECT {log.PRODUCT} FROM {parquet(file)}" for file in files)
    ids = f"SELECT DISTINCT {log.PRODUCT} FROM ({union}) WHERE {log.PRODUCT} IS NOT NULL"
    types = {"price": "DOUBLE", "published_at": "BIGINT", "retired_at": "BIGINT"}
    empty = ", ".join(f"{null(types.get(name, 'VARCHAR')).sql} AS {name}" for name in log.PRODUCT_COLUMNS[2:])
    select = f"SELECT {log.PRODUCT}, {log.PRODUCT} AS title, {empty} FROM ({ids}) ORDER BY {log.PRODUCT}"
    return write_parquet(connection, select, out / log.PRODUCTS_FILE)
