"""Files: Parquet, written batch by batch beside their place and moved there when they are whole.

The only file of the service that uses pyarrow; it is imported by the command that exports, and by nothing that serves.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from service.export.facts import NUMBER, TEXT
from slotwise import log

_INTEGERS = {log.OCCURRED_AT, log.DECIDED_AT, log.RECEIVED_AT, log.PHASE, "published_at", "retired_at"}
_NUMBERS = {log.VALUE, log.PROPENSITY, log.PROBABILITY, log.SCORE, log.ELAPSED, "price"}
_KINDS = {TEXT: pa.string(), NUMBER: pa.float64()}


def schema(columns: Iterable[str], kinds: Mapping[str, str]) -> pa.Schema:
    """Return the types of columns: those of the vocabulary by their names, those of facts and attributes by `kinds`."""
    return pa.schema([(name, _type(name, kinds)) for name in columns])


def write(path: Path, types: pa.Schema, batches: Iterable[Mapping[str, Any]]) -> int:
    """Write batches of columns to a Parquet file and return the rows; the file is there as a whole or not at all.

    Without any row there is no file. Whatever the batches raise is raised, and leaves nothing behind.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    aside, rows = path.with_name(f".{path.name}"), 0
    try:
        with pq.ParquetWriter(aside, types, compression="zstd") as writer:
            for columns in batches:
                table = pa.table({name: pa.array(columns[name], types.field(name).type) for name in types.names}, types)
                rows += len(table)
                if len(table):
                    writer.write_table(table)
        if rows:
            aside.replace(path)
        else:
            path.unlink(missing_ok=True)
    finally:
        aside.unlink(missing_ok=True)
    return rows


def without(path: Path, gone: Callable[[Collection[str]], set[str]]) -> bool:
    """Write a file again without the rows of the persons who are gone; return whether there were any."""
    persons = pq.read_table(path, columns=[log.PERSON])[log.PERSON].unique().drop_null().to_pylist()
    found = gone(persons)
    if not found:
        return False
    file, names = pq.ParquetFile(path), pa.array(sorted(found), pa.string())
    kept = (batch.filter(pc.invert(pc.is_in(batch[log.PERSON], names))) for batch in file.iter_batches())
    write(path, file.schema_arrow, (dict(zip(each.schema.names, each.columns, strict=True)) for each in kept))
    return True


def _type(name: str, kinds: Mapping[str, str]) -> pa.DataType:
    if name in kinds:
        return _KINDS[kinds[name]]
    if name == log.SLOT:
        return pa.int16()
    if name == log.CONSIDERED:
        return pa.int32()
    if name == log.PERSONALIZE:
        return pa.bool_()
    if name in (log.HIDDEN, log.EXPERIMENTS):
        return pa.list_(pa.string())
    if name in _INTEGERS:
        return pa.int64()
    return pa.float64() if name in _NUMBERS else pa.string()
