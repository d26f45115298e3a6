"""Staged rows know what is wrong with them, and a check that fails everywhere stops the import."""

import pytest

from slotwise.analysis.query import arrow, connect, parquet
from slotwise.errors import SourceError
from training.sources.cells import Cell, Check
from training.sources.files import Table
from training.sources.stage import stage


@pytest.fixture
def staged(tmp_path):
    """Stage the numbers 1 to 4 with checks given as (reason, SQL) and return the staged rows."""

    def run(*checks, source="(SELECT range + 1 AS n, range + 1 AS _row FROM range(4))"):
        with connect(tmp_path) as connection:
            table = Table(tmp_path / "in.csv", 2, {"n": "BIGINT"}, source)
            cell = Cell("n", tuple(Check(reason, "n", "better", bad, "n") for reason, bad in checks))
            done = stage(connection, ("events", 1), table, {"n": cell}, "n % 2", tmp_path / "out.parquet")
            assert (done.section, done.rows) == ("events.1", 4)
            return arrow(connection, f"SELECT * FROM {parquet(done.path)} ORDER BY _row").to_pylist()

    return run


def test_each_row_has_its_number_key_and_first_failed_check(staged):
    """Good rows have check 0; for the others the first failed check and the offending value are kept."""
    rows = staged(("big", "n > 3"), ("even", "n % 2 = 0"))

    assert [row["_check"] for row in rows] == [0, 2, 0, 1]
    assert [row["_given"] for row in rows] == [None, "2", None, "4"]
    assert [row["_key"] for row in rows] == [1, 0, 1, 0]
    assert [row["_sequence"] - 2 * 10**12 for row in rows] == [1, 2, 3, 4]


def test_a_check_that_fails_in_every_row_stops(staged):
    """Then the mapping is wrong: the error names the file, the column, the first row and what stands there."""
    with pytest.raises(SourceError) as caught:
        staged(("never", "true"))

    error = caught.value
    assert (error.pointer, error.expected, error.given) == ("n", "better", "1")
    assert "in.csv" in error.detail
    assert "row 1" in error.detail


def test_a_file_that_breaks_while_it_is_read_is_named(staged):
    """An error of the query engine becomes one about the file."""
    with pytest.raises(SourceError) as caught:
        staged(source="(SELECT error('torn') AS n, 1 AS _row)")

    assert "in.csv" in caught.value.detail
