"""Reports of the four facts count what training learns from."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from slotwise.analysis.query import connect
from slotwise.errors import DatasetError
from training.outcomes import by_touchpoint, write_facts


@pytest.fixture
def folder(tmp_path):
    """Two placements at home, of which one was seen, clicked and bought; one on the bill."""
    events = {
        "occurred_at": [2, 3, 4],
        "person_id": ["a"] * 3,
        "type": ["exposure", "click", "convert"],
        "content_id": ["c1"] * 3,
        "decision_id": ["d"] * 3,
        "value": [None, None, 5.0],
    }
    decisions = {
        "decision_id": ["d"] * 3,
        "decided_at": [1] * 3,
        "person_id": ["a"] * 3,
        "touchpoint": ["home", "home", "bill"],
        "content_id": ["c1", "c2", "c3"],
    }
    pq.write_table(pa.table(events), tmp_path / "events.parquet")
    pq.write_table(pa.table(decisions), tmp_path / "decisions.parquet")
    return tmp_path


def test_touchpoints_are_counted(folder, tmp_path):
    """Decided, exposed, clicked, converted, what it was worth, and how much is not settled."""
    with connect(Path(tmp_path)) as connection:
        settled = by_touchpoint(connection, folder)
        cut = by_touchpoint(connection, folder, until=3)

    assert settled[1] == {
        "touchpoint": "home", "decided": 2, "exposed": 1, "clicked": 1, "converted": 1, "value": 5.0, "open": 0,
    }  # fmt: skip
    assert (cut[1]["converted"], cut[1]["open"]) == (0, 2)


def test_rows_are_written_with_their_facts(folder, tmp_path):
    """Each placement with everything that the decisions say of it."""
    with connect(Path(tmp_path)) as connection:
        by_touchpoint(connection, folder)
        assert write_facts(connection, folder, tmp_path / "facts.parquet") == 3
    rows = pq.read_table(tmp_path / "facts.parquet").to_pylist()

    assert [(row["content_id"], row["clicked_at"]) for row in rows] == [("c1", 3), ("c2", None), ("c3", None)]


def test_without_decisions_there_are_no_facts(folder, tmp_path):
    """What was not decided was not logged."""
    (folder / "decisions.parquet").unlink()

    with connect(Path(tmp_path)) as connection, pytest.raises(DatasetError):
        by_touchpoint(connection, folder)
