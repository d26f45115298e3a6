"""DuckDB is bounded, and names and constants cannot break out of a statement."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from slotwise.analysis.query import arrow, connect, literal, literals, parquet, quoted, write_parquet

TEXT = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=20)


@pytest.fixture
def connection(tmp_path):
    """A bounded connection."""
    with connect(tmp_path, memory="100MB", threads=1) as opened:
        yield opened


def test_a_connection_has_its_limits(connection, tmp_path):
    """Memory, threads, the folder for what does not fit, and the time zone are set."""
    settings = "memory_limit", "threads", "temp_directory", "TimeZone"
    values = [connection.execute(f"SELECT current_setting('{name}')").fetchall()[0][0] for name in settings]

    assert values == ["95.3 MiB", 1, str(tmp_path), "UTC"]


@given(TEXT, TEXT)
def test_any_text_comes_back_as_itself(tmp_path_factory, value, name):
    """Constants and column names are quoted, whatever stands in them."""
    with connect(tmp_path_factory.getbasetemp()) as connection:
        found = connection.execute(f"SELECT {literal(value)} AS {quoted('c' + name)}, {literals([value])}")

        assert found.description[0][0] == "c" + name
        assert found.fetchall() == [(value, [value])]


def test_no_value_is_null():
    """None becomes SQL's NULL, numbers stay numbers."""
    assert (literal(None), literal(3), literal(0.5), literal(True)) == ("NULL", "3", "0.5", "True")


def test_a_path_is_one_file_and_not_a_pattern(connection, tmp_path):
    """Marks of patterns in a file's name are taken literally."""
    for name in ("a[1].parquet", "a1.parquet"):
        pq.write_table(pa.table({"name": [name]}), tmp_path / name)

    assert arrow(connection, f"SELECT * FROM {parquet(tmp_path / 'a[1].parquet')}").to_pylist() == [
        {"name": "a[1].parquet"}
    ]


def test_written_rows_are_counted(connection, tmp_path):
    """write_parquet writes the rows of the SELECT and says how many there are."""
    assert write_parquet(connection, "SELECT range AS n FROM range(5)", tmp_path / "n.parquet") == 5
    assert pq.read_table(tmp_path / "n.parquet")["n"].to_pylist() == [0, 1, 2, 3, 4]
