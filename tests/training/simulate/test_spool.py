"""Sorting a log by time in bounded memory."""

import pyarrow as pa
import pyarrow.parquet as pq

from training.simulate.clock import DAY_MS
from training.simulate.spool import Spool


def part(rows, names):
    """A chunk with (event number, person number, time) rows and a dictionary column."""
    events, persons, times = zip(*rows, strict=True) if rows else ((), (), ())
    columns = {"event_id": pa.array(events, pa.int64()), "person_id": pa.array(persons, pa.int64())}
    codes = pa.array([number % len(names) for number in events], pa.int32())
    return pa.table(columns | {"occurred_at": pa.array(times, pa.int64()),
                               "type": pa.DictionaryArray.from_arrays(codes, pa.array(names))})  # fmt: skip


def test_parts_are_merged_by_time_and_id(tmp_path):
    """Rows of all chunks come out in the order of time, then of their numbers, with ids as plain strings."""
    spool = Spool(tmp_path, "events", "occurred_at", 0, 2)
    spool.add(part([(0, 0, DAY_MS + 5), (1, 0, 3), (2, 0, -7)], ["view", "click"]))
    spool.add(part([(3, 1, 3), (4, 1, DAY_MS)], ["click"]))
    rows = spool.merge(tmp_path / "events.parquet")
    table = pq.read_table(tmp_path / "events.parquet")

    assert rows == 5
    assert table["event_id"].to_pylist() == ["e_2", "e_1", "e_3", "e_4", "e_0"]
    assert table["type"].to_pylist() == ["view", "click", "click", "click", "view"]
    assert table["type"].type == pa.string()
    assert table["person_id"].to_pylist()[0] == "p_0000000"


def test_parts_are_removed(tmp_path):
    """Nothing but the finished file stays in the folder."""
    spool = Spool(tmp_path, "events", "occurred_at", 0, 1)
    spool.add(part([], ["view"]))
    assert spool.merge(tmp_path / "events.parquet") == 0
    assert [path.name for path in tmp_path.iterdir()] == ["events.parquet"]
