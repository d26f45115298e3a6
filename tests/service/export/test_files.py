"""Files: there as a whole or not at all."""

import pyarrow.parquet as pq
import pytest

from service.export.files import schema, without, write


def test_types_follow_from_names():
    """Times are whole, slots small, facts what their kind says."""
    types = schema(
        ["person_id", "occurred_at", "slot", "value", "context.a", "context.b"],
        {"context.a": "text", "context.b": "number"},
    )

    assert [str(each) for each in types.types] == ["string", "int64", "int16", "double", "string", "double"]


def test_what_fails_leaves_what_was_there(tmp_path):
    """The old file stays, the half-written one goes."""
    path, types = tmp_path / "a.parquet", schema(["person_id"], {})
    write(path, types, [{"person_id": ["p"]}])

    def failing():
        yield {"person_id": ["q"]}
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        write(path, types, failing())
    assert [each.name for each in tmp_path.iterdir()] == ["a.parquet"]
    assert pq.read_table(path).to_pylist() == [{"person_id": "p"}]


def test_no_rows_are_no_file(tmp_path):
    """An emptied day has no file left."""
    path, types = tmp_path / "a.parquet", schema(["person_id"], {})
    write(path, types, [{"person_id": ["p"]}])

    assert write(path, types, []) == 0
    assert not path.exists()


def test_persons_are_taken_out(tmp_path):
    """All others, and rows of nobody, stay."""
    path, types = tmp_path / "a.parquet", schema(["person_id", "slot"], {})
    write(path, types, [{"person_id": ["p", None, "q"], "slot": [1, 2, None]}])

    assert without(path, lambda ids: {"p"} & set(ids))
    assert pq.read_table(path).to_pylist() == [{"person_id": None, "slot": 2}, {"person_id": "q", "slot": None}]
    assert not without(path, lambda ids: set())
