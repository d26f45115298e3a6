"""Formats: one row a person, whatever is in their ids, the file as a whole or not at all."""

import csv

import pyarrow.parquet as pq
import pytest

from service.audiences.formats import Rows, check_format, write
from service.stores.audience_exports import Export
from slotwise.errors import AudienceError

EXPORT = Export("ax_1", "leavers", 1_780_000_000_000, "anna", 1, 3, 0, {})
BITES = [[("p,1", True), ('p"2', True)], [("p\n3 中", True)]]
NAMES = ["p,1", 'p"2', "p\n3 中"]


def test_csv_holds_every_id(tmp_path):
    """Commas, quotes, line breaks and other letters come back as they were."""
    write(tmp_path / "x.csv", "csv", Rows(EXPORT), BITES)
    with (tmp_path / "x.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)

    assert header == ["person_id", "audience", "export_id", "made_at"]
    assert [row[0] for row in rows] == NAMES
    assert rows[0][1:] == ["leavers", "ax_1", "2026-05-28T20:26:40.000Z"]


def test_parquet_holds_scores(tmp_path):
    """Scores are a column of numbers, empty for whom there is none."""
    write(tmp_path / "x.parquet", "parquet", Rows(EXPORT, {"p,1": 0.5}), BITES)
    table = pq.read_table(tmp_path / "x.parquet").to_pydict()

    assert table["person_id"] == NAMES
    assert table["score"] == [0.5, None, None]


def test_what_fails_leaves_nothing(tmp_path):
    """An error midway leaves neither a file nor half of one."""

    def broken():
        yield BITES[0]
        raise OSError("disk")

    with pytest.raises(AudienceError):
        write(tmp_path / "x.csv", "csv", Rows(EXPORT), broken())
    with pytest.raises(AudienceError):
        write(tmp_path / "none" / "x.csv", "csv", Rows(EXPORT), BITES)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", ["xlsx", "", "CSV", "json"])
def test_unknown_formats_are_refused(form):
    """The error names the formats that there are."""
    with pytest.raises(AudienceError) as found:
        check_format(form)

    assert found.value.expected == ["csv", "parquet"]
