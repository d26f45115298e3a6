"""Every way of writing a time gives the same milliseconds."""

from datetime import UTC, date, datetime

import pyarrow as pa
import pytest

from slotwise.analysis.query import connect
from slotwise.errors import SourceError
from training.sources.fields import Time
from training.sources.files import Table
from training.sources.times import moment

NOON = 1_704_110_400_000
"""2024-01-01 12:00 UTC."""


@pytest.fixture
def read(tmp_path):
    """Read the times of a table's rows: milliseconds, None where the row is refused."""

    def run(time, required=True, **columns):
        rows = len(next(iter(columns.values())))
        with connect(tmp_path) as connection:
            connection.register("source", pa.table(columns | {"_row": range(1, rows + 1)}))
            described = dict(row[:2] for row in connection.execute("DESCRIBE source").fetchall())
            cell = moment(Table(tmp_path, 0, described, "source"), time, required)
            bad = cell.checks[0].bad if cell.checks else "false"
            select = f"SELECT CASE WHEN NOT ({bad}) THEN {cell.sql} END FROM source ORDER BY _row"
            return [row[0] for row in connection.execute(select).fetchall()]

    return run


@pytest.mark.parametrize(
    ("unit", "value"),
    [
        ("ms", NOON),
        ("s", NOON / 1000),
        ("us", NOON * 1000),
        ("ns", NOON * 10**6),
        ("minute", NOON / 6e4),
        ("day", NOON / 8.64e7),
    ],
)
def test_counts_of_every_unit(read, unit, value):
    """Numbers and text of numbers count from 1970 in the given unit."""
    assert read(Time(column="t", unit=unit), t=[value]) == [NOON]
    assert read(Time(column="t", unit=unit), t=[repr(value)]) == [NOON]


@pytest.mark.parametrize(
    "text", ["2024-01-01T12:00:00Z", "2024-01-01 12:00:00", "2024-01-01T20:00:00+08:00", "2024-01-01 12:00:00.000+00"]
)
def test_iso_texts(read, text):
    """Texts with and without an offset; without one the mapping's zone holds."""
    assert read(Time(column="t"), t=[text]) == [NOON]


def test_the_zone_holds_for_times_that_carry_none(read):
    """Local times are moved to UTC with the zone's own summer time; an offset in the text is stronger."""
    local = Time(column="t", zone="Europe/Paris")

    assert read(local, t=["2024-01-01 13:00:00", "2024-01-01T12:00:00Z"]) == [NOON, NOON]
    assert read(local, t=["2024-07-01 14:00:00"]) == [datetime(2024, 7, 1, 12, tzinfo=UTC).timestamp() * 1000]


def test_dates_and_timestamps(read):
    """Columns that are dates or timestamps already need no format."""
    assert read(Time(column="t"), t=[datetime(2024, 1, 1, 12)]) == [NOON]
    assert read(Time(column="t"), t=[datetime(2024, 1, 1, 12, tzinfo=UTC)]) == [NOON]
    assert read(Time(column="t"), t=[date(2024, 1, 1)]) == [NOON - 43_200_000]


def test_a_format_of_ones_own(read):
    """Text in any strptime format."""
    assert read(Time(column="t", format="%d/%m/%Y %H.%M"), t=["01/01/2024 12.00", "13/13/2024 1.00"]) == [NOON, None]


@pytest.mark.parametrize(("unit", "clock"), [("minute", 720), ("hour", 12), ("hhmm", 1200), ("second", 43_200)])
def test_days_with_a_clock(read, unit, clock):
    """A day number and a time of day, counted from a start."""
    time = Time(column="d", unit="day", start=datetime(2023, 12, 31), clock="c", clock_unit=unit)

    assert read(time, d=[1], c=[clock]) == [NOON]


def test_times_made_from_the_order_of_rows(read):
    """Data without times gets the start plus a step per row."""
    assert read(Time(row_order=True, start=datetime(2024, 1, 1, 12), step_ms=5), t=["x", "y"]) == [NOON + 5, NOON + 10]


def test_impossible_times_are_refused(read):
    """Not a time, before 1970, after 2200, and none at all."""
    assert read(Time(column="t"), t=["yesterday", "1969-01-01", "2201-01-01", None, "", "2024-13-01"]) == [None] * 6
    assert read(Time(column="t", unit="s"), t=[NOON, -1]) == [None, None]


def test_optional_times_may_be_empty_but_not_wrong(read):
    """An empty time of publication is unknown; one that cannot be read is still refused."""
    assert read(Time(column="t"), required=False, t=["2024-01-01T12:00:00Z", None]) == [NOON, None]


@pytest.mark.parametrize(
    ("time", "values"), [(Time(column="t"), [True]), (Time(column="t", unit="s"), [date(2024, 1, 1)])]
)
def test_a_column_that_can_hold_no_times_stops(read, time, values):
    """The type is wrong for the whole column: the error names it."""
    with pytest.raises(SourceError) as caught:
        read(time, t=values)

    assert caught.value.pointer == "t"
