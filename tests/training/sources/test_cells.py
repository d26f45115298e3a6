"""Cells read one value each, and say of every value whether it can be used."""

import pyarrow as pa
import pytest

from slotwise.analysis.query import connect
from slotwise.errors import SourceError
from training.sources import cells
from training.sources.fields import Column
from training.sources.files import Table


@pytest.fixture
def read(tmp_path):
    """Evaluate a cell over the values of one column: pairs of value and the reason why it is refused."""

    def run(make, given, **column):
        with connect(tmp_path) as connection:
            connection.register("source", pa.table({"c": pa.array(given), "_row": range(1, len(given) + 1)}))
            described = dict(row[:2] for row in connection.execute("DESCRIBE source").fetchall())
            table = Table(tmp_path / "f.csv", 0, described, "source")
            cell = make(table, Column(**({"column": "c"} | column)))
            reasons = " ".join(f"WHEN {check.bad} THEN '{check.reason}'" for check in cell.checks)
            reason = f"CASE {reasons} END" if cell.checks else "NULL"
            return connection.execute(f"SELECT {cell.sql}, {reason} FROM source ORDER BY _row").fetchall()

    return run


def test_ids_are_text_of_1_to_128_characters(read):
    """Missing and over-long ids are refused; Chinese, emoji and control characters are ids like others."""
    good = ["1", "用户🎁", "a\tb\x01", "é" * 128]
    found = read(cells.identifier, [*good, None, "", "é" * 129])

    assert [value for value, reason in found if reason is None] == good
    assert [reason for _, reason in found[4:]] == ["missing_id", "missing_id", "id_too_long"]


def test_whole_numbers_stored_as_floats_are_the_same_ids(read):
    """12.0 is the id 12, because a column with holes is often written as floats."""
    assert read(cells.identifier, [12.0, 1.5, None])[:2] == [("12", None), ("1.5", None)]


def test_an_id_that_is_not_required_may_be_missing(read):
    """Then only its length counts."""
    assert read(cells.identifier, [None, "a"], required=False) == [(None, None), ("a", None)]


def test_event_types_go_through_the_value_map(read):
    """Mapped, own and custom types pass; anything else is unknown."""
    found = read(cells.event_type, ["buy", "click", "x.swipe", "x.", "steal", None], values={"buy": "convert"})

    assert found[:3] == [("convert", None), ("click", None), ("x.swipe", None)]
    assert {reason for _, reason in found[3:]} == {"unknown_event_type"}


def test_numbers_are_finite(read):
    """NaN and empty are unknown; text and infinities are refused."""
    found = read(cells.number, ["1.5", "", "nan", "1e3", "many", "inf"])

    assert found[:4] == [(1.5, None), (None, None), (None, None), (1000.0, None)]
    assert [reason for _, reason in found[4:]] == ["bad_number", "bad_number"]


def test_slots_count_from_one(read):
    """Slots that the data counts from another number are moved; what is no slot is refused."""
    assert read(cells.slot, ["1", "3", None]) == [(1, None), (3, None), (None, None)]
    assert read(cells.slot, [0, 2], first=0) == [(1, None), (3, None)]
    assert [reason for _, reason in read(cells.slot, ["0", "-1", "x", "40000"])] == ["bad_slot"] * 4


def test_propensities_are_probabilities(read):
    """Above 0 and up to 1."""
    assert [reason for _, reason in read(cells.probability, [0.0, 1e-9, 1.0, 1.1, None])] == [
        "bad_propensity", None, None, "bad_propensity", None,
    ]  # fmt: skip


def test_flags_are_read_in_all_usual_spellings(read):
    """Counts, words and booleans; empty is no; anything else is refused."""
    assert [value for value, _ in read(cells.flag, ["1", "0", "TRUE", "no", None, "2"])] == [
        True, False, True, False, False, True,
    ]  # fmt: skip
    assert read(cells.flag, [True, False]) == [(True, None), (False, None)]
    assert read(cells.flag, ["perhaps"])[0][1] == "bad_flag"


def test_texts_can_be_taken_apart(read):
    """A pattern's first group, or the part before a separator; what is not there is unknown."""
    assert read(cells.fact, ["Heat (1995)", "Heat"], pattern=r"\((\d{4})\)$", kind="number") == [
        (1995.0, None),
        (None, None),
    ]
    assert read(cells.fact, ["a|b", "c", ""], split="|") == [("a", None), ("c", None), (None, None)]


def test_a_row_can_be_its_own_id(read):
    """The id names the file and the row."""
    assert read(cells.identifier, ["x", "x"], column=None, row=True) == [
        ("f.csv:000000001", None), ("f.csv:000000002", None),
    ]  # fmt: skip


def test_lists_are_read_from_lists_and_from_text(tmp_path):
    """A list column, text with a separator, and a single id give lists."""
    table = Table(tmp_path, 0, {"l": "BIGINT[]", "t": "VARCHAR"}, "")
    with connect(tmp_path) as connection:
        sqls = [
            cells.id_list(table, Column(column=name, split=split))
            for name, split in (("l", None), ("t", " "), ("t", None))
        ]
        found = connection.execute(f"SELECT {', '.join(sqls)} FROM (SELECT [1, 2] AS l, 'a b' AS t)").fetchall()

    assert found == [(["1", "2"], ["a", "b"], ["a b"])]


def test_a_missing_column_and_a_nested_one_are_refused(read):
    """The error names the column, what was expected and what is there."""
    with pytest.raises(SourceError) as caught:
        read(cells.identifier, ["a"], column="nope")
    assert (caught.value.pointer, caught.value.given) == ("nope", "c, _row")
    with pytest.raises(SourceError) as caught:
        read(cells.identifier, [["a"]])
    assert caught.value.given == "VARCHAR[]"


def test_texts_are_joined(tmp_path):
    """Several columns make one text; unknown parts are left out."""
    table = Table(tmp_path, 0, {"a": "VARCHAR", "b": "VARCHAR"}, "")
    cell = cells.joined(table, (Column(column="a"), Column(column="b")))
    with connect(tmp_path) as connection:
        assert connection.execute(f"SELECT {cell.sql} FROM (SELECT 'x' AS a, NULL::VARCHAR AS b)").fetchall() == [
            ("x",)
        ]
