"""A folder that training cannot read says what it lacks."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from slotwise.analysis.folder import events_file, open_file, read_json
from slotwise.analysis.query import connect
from slotwise.errors import DatasetError


def test_columns_are_told_apart_by_what_they_hold(small):
    """Categories and numbers of a prefix, sorted; the number of rows."""
    file = events_file(small)

    assert (file.rows, file.categories("context."), file.numbers("context.")) == (4, ["context.os"], ["context.load"])


def test_a_folder_without_events_is_no_data_set(tmp_path):
    """The error says how to make one."""
    with pytest.raises(DatasetError) as caught:
        events_file(tmp_path)

    assert "slotwise import" in caught.value.hint


def test_a_missing_column_is_named(write):
    """The file is there but cannot be what it should be."""
    with pytest.raises(DatasetError) as caught:
        events_file(write(events=(["event_id", "person_id"], [("e", "p")])))

    assert "'occurred_at'" in caught.value.detail


def test_a_damaged_file_is_named(small):
    """Half a file, and JSON that is none."""
    whole = (small / "events.parquet").read_bytes()
    (small / "events.parquet").write_bytes(whole[: len(whole) // 2])
    (small / "scenes.json").write_text("[")
    with pytest.raises(DatasetError):
        events_file(small)
    with pytest.raises(DatasetError):
        read_json(small, "scenes.json", [])


def test_optional_files_may_be_absent(tmp_path):
    """Then there is nothing to read."""
    assert open_file(tmp_path, "persons.parquet") is None
    assert read_json(tmp_path, "scenes.json", []) == []


def test_a_log_may_be_kept_by_day(tmp_path):
    """Its files are one table, in the order of their names; columns that only some have are null in the others."""
    (tmp_path / "events").mkdir()
    for name, rows in (("day=2024-10-05", {"os": ["c"]}), ("day=2024-10-04", {"load": [1.0, 2.0]})):
        count = len(next(iter(rows.values())))
        whole = {"occurred_at": list(range(count)), "person_id": ["p"] * count, "type": ["view"] * count}
        named = {f"context.{fact}": values for fact, values in rows.items()}
        pq.write_table(pa.table(whole | named), tmp_path / "events" / f"{name}.parquet")
    file = events_file(tmp_path)
    with connect(tmp_path) as connection:
        columns = 'place, occurred_at, "context.load", "context.os"'
        found = connection.execute(f"SELECT {columns} FROM {file.numbered} ORDER BY place").fetchall()
        plain = connection.execute(f'SELECT "context.os" FROM {file.source}').fetchall()

    assert (file.rows, [each.start for each in file.parts]) == (3, [0, 2])
    assert set(file.columns) == {"occurred_at", "person_id", "type", "context.load", "context.os"}
    assert found == [(0, 0, 1.0, None), (1, 1, 2.0, None), (2, 0, None, "c")]
    assert plain == [(None,), (None,), ("c",)]


def test_a_folder_without_a_day_is_no_log(tmp_path):
    """An export of an empty log cannot be trained on."""
    (tmp_path / "events").mkdir()

    with pytest.raises(DatasetError):
        events_file(tmp_path)
