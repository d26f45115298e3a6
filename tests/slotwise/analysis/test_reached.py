"""Reached: who did what was hoped for, in a log folder."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from slotwise.analysis.reached import LogReached
from slotwise.errors import DatasetError


@pytest.fixture
def folder(tmp_path):
    """A log of four events."""
    columns = {
        "event_id": ["1", "2", "3", "4"],
        "occurred_at": [10, 20, 30, 40],
        "person_id": ["a", "b", "a", "c"],
        "type": ["convert", "convert", "click", "convert"],
        "product_id": ["x", "y'", "x", None],
    }
    pq.write_table(pa.table(columns), tmp_path / "events.parquet")
    return tmp_path


def test_persons_are_found(folder):
    """Type, stretch and products decide."""
    found = LogReached(folder)

    assert found.reached("convert", 0, 100) == {"a", "b", "c"}
    assert found.reached("convert", 10, 20) == {"a"}
    assert found.reached("convert", 0, 100, ["y'", "z"]) == {"b"}
    assert found.reached("convert", 0, 100, []) == set()
    assert found.until() == 41


def test_a_folder_without_a_log_is_told(tmp_path):
    """There is nothing to read."""
    with pytest.raises(DatasetError):
        LogReached(tmp_path).until()
