"""Input files are found by pattern and opened with numbered rows; what cannot be read is named."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from slotwise.analysis.query import connect
from slotwise.errors import SourceError
from training.sources.files import find_files, open_table
from training.sources.mapping import Section


@pytest.fixture
def connection(tmp_path):
    """A bounded connection."""
    with connect(tmp_path) as opened:
        yield opened


def test_files_come_by_pattern_and_name_without_repeats(tmp_path):
    """The order is that of the patterns, then of the names; a file is taken once; folders are searched in depth."""
    (tmp_path / "deep").mkdir()
    for name in ("b.csv", "a.csv", "first.csv", "deep/c.csv", "x.txt"):
        (tmp_path / name).touch()
    found = find_files(Section(files=("first.csv", "*.csv")), [tmp_path])

    assert [path.name for path in found] == ["first.csv", "a.csv", "b.csv", "c.csv"]


def test_a_section_without_files_stops_unless_it_is_optional(tmp_path):
    """The error lists what was looked for and what is there."""
    (tmp_path / "log.csv").touch()
    with pytest.raises(SourceError) as caught:
        find_files(Section(files=("events.csv",)), [tmp_path])

    assert caught.value.given == ["log.csv"]
    assert find_files(Section(files=("events.csv",), optional=True), [tmp_path]) == []
    with pytest.raises(SourceError):
        find_files(Section(files=("*",)), [tmp_path / "nowhere"])


@pytest.mark.parametrize("name", ["t.csv", "t.tsv", "t.parquet"])
def test_rows_are_numbered_from_one(connection, tmp_path, name):
    """CSV, tab-separated and Parquet files give the same numbered rows."""
    path = tmp_path / name
    if name == "t.parquet":
        pq.write_table(pa.table({"a": ["x", "y"], "b": ["1", "2"]}), path)
    else:
        path.write_text("a,b\nx,1\ny,2\n".replace(",", "\t" if name == "t.tsv" else ","))
    table = open_table(connection, path, 0, Section(files=(name,)))

    assert list(table.columns) == ["a", "b"]
    assert connection.execute(f"SELECT _row, a, b FROM {table.source}").fetchall() == [(1, "x", "1"), (2, "y", "2")]


@pytest.mark.parametrize(("name", "content"), [("t.parquet", b"a,b\n1,2\n"), ("t.csv", b"")])
def test_an_unreadable_file_is_named(connection, tmp_path, name, content):
    """A file that is not what its name says, or empty, stops with its path."""
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SourceError) as caught:
        open_table(connection, tmp_path / name, 0, Section(files=(name,)))

    assert name in caught.value.detail
