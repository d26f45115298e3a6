"""Sorts a log by time without holding it in memory: chunks are spooled day by day, then merged one day at a time."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.ipc
import pyarrow.parquet as pq

from slotwise import log
from training.simulate.clock import DAY_MS
from training.simulate.ids import ID_PREFIX, PERSON_DIGITS


class Spool:
    """Parts of one table on disk; `bounds` are the first moments of all days but the first, ms UTC."""

    def __init__(self, folder: Path, name: str, time: str, start_ms: int, days: int) -> None:
        self.folder, self.name, self.time = folder, name, time
        self.bounds = start_ms + np.arange(days) * DAY_MS
        self.parts: list[Path] = []

    def add(self, table: pa.Table) -> None:
        """Write one chunk's rows, one batch a day."""
        day = np.searchsorted(self.bounds, table[self.time].to_numpy(), side="right")
        order = np.argsort(day, kind="stable")
        sorted_rows = table.take(pa.array(order))
        batch = pa.RecordBatch.from_arrays([_joined(column) for column in sorted_rows.columns], schema=table.schema)
        cuts = np.searchsorted(day[order], np.arange(len(self.bounds) + 2))
        path = self.folder / f".{self.name}.{len(self.parts):05d}.arrow"
        with pa.ipc.new_file(path, table.schema) as sink:
            for first, last in pairwise(cuts):
                # An empty day still takes its place: the number of a batch is the number of its day.
                sink.write_batch(batch.slice(first, last - first))
        self.parts.append(path)

    def merge(self, target: Path) -> int:
        """Write the Parquet file sorted by time, then by id; one row group a day. Returns the number of rows."""
        readers = [pa.ipc.open_file(pa.memory_map(str(path))) for path in self.parts]
        rows = 0
        # Without the Arrow schema the dictionary columns read back as plain strings.
        with pq.ParquetWriter(target, _final(readers[0].schema), store_schema=False, compression="zstd") as sink:
            for day in range(len(self.bounds) + 1):
                table = pa.Table.from_batches([reader.get_batch(day) for reader in readers]).unify_dictionaries()
                if len(table):
                    sink.write_table(_named(table.take(_order(table, self.time))))
                    rows += len(table)
        del readers
        for path in self.parts:
            path.unlink()
        return rows


def _order(table: pa.Table, time: str) -> pa.Array:
    keys = [table[name].to_numpy() for name in (log.EVENT_ID, log.DECISION) if name in table.column_names][:1]
    return pa.array(np.lexsort((*keys, table[time].to_numpy())))


def _named(table: pa.Table) -> pa.Table:
    for name, prefix in ID_PREFIX.items():
        if name in table.column_names:
            text = pc.cast(table[name], pa.string())
            if name == log.PERSON:
                text = pc.utf8_lpad(text, PERSON_DIGITS, "0")
            table = table.set_column(
                table.column_names.index(name), name, pc.binary_join_element_wise(prefix, text, "")
            )
    return table


def _final(schema: pa.Schema) -> pa.Schema:
    for name in ID_PREFIX:
        if name in schema.names:
            schema = schema.set(schema.names.index(name), pa.field(name, pa.string()))
    return schema


def _joined(column: pa.ChunkedArray) -> pa.Array:
    return pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], column.type)
