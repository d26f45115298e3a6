"""A folder that training cannot read says what it lacks."""

import pytest

from slotwise.errors import DatasetError
from training.dataset.folder import events_file, open_file, read_json


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
