"""Time: durations as written, and days by the clock of a place, across its clock changes too."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from slotwise.measures.spans import (
    DAY,
    HOUR,
    Duration,
    Offsets,
    Span,
    TimeZone,
    back,
    from_ms,
    midnight,
    milliseconds,
    to_ms,
    zone,
)

BERLIN = zone("Europe/Berlin")
CHANGE = to_ms(datetime(2026, 3, 29, 1, tzinfo=UTC))
"""Berlin's clocks go forward."""


@pytest.mark.parametrize(("text", "ms"), [("90s", 90_000), ("30m", 1_800_000), ("1h", HOUR), ("7d", 7 * DAY)])
def test_durations_are_read(text, ms):
    """A whole number and its unit."""
    assert milliseconds(TypeAdapter(Duration).validate_python(text)) == ms


@pytest.mark.parametrize("text", ["-1d", "0d", "1", "d", "1.5h", "1y", "", "99999999w", " 1d"])
def test_durations_that_are_none_are_refused(text):
    """Negative, empty, endless or of another unit: none of them is a window."""
    with pytest.raises(ValidationError):
        TypeAdapter(Duration).validate_python(text)


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../etc/passwd", "+08:00"])
def test_a_place_that_is_not_known_is_refused(name):
    """A time zone is a name of the IANA list."""
    with pytest.raises(ValidationError):
        TypeAdapter(TimeZone).validate_python(name)


def test_the_same_hour_of_a_former_week_survives_a_clock_change():
    """A week before a Monday after the change, nine o'clock is nine o'clock, an hour further away in UTC."""
    nine = to_ms(datetime(2026, 3, 30, 9, tzinfo=BERLIN))

    assert from_ms(back(nine, 7, BERLIN)).astimezone(BERLIN).hour == 9
    assert nine - back(nine, 7, BERLIN) == 7 * DAY - HOUR


def test_a_day_of_a_clock_change_has_23_hours():
    """Days begin at midnight of the place."""
    assert midnight(date(2026, 3, 30), BERLIN) - midnight(date(2026, 3, 29), BERLIN) == 23 * HOUR


def test_offsets_change_at_the_very_millisecond():
    """Before the change one hour ahead of UTC, from it on two."""
    offsets = Offsets.of(BERLIN, Span(CHANGE - 10 * DAY, CHANGE + 10 * DAY))

    assert offsets.changes == (CHANGE,)
    assert (offsets.local(CHANGE - 1), offsets.local(CHANGE)) == (CHANGE - 1 + HOUR, CHANGE + 2 * HOUR)


@given(st.integers(to_ms(datetime(2025, 1, 1, tzinfo=UTC)), to_ms(datetime(2026, 12, 31, tzinfo=UTC))))
def test_offsets_are_those_of_the_clock(moment):
    """Whatever the moment, the local time is that of the place's clock."""
    span = Span(to_ms(datetime(2025, 1, 1, tzinfo=UTC)), to_ms(datetime(2027, 1, 1, tzinfo=UTC)))
    local = from_ms(moment).astimezone(BERLIN).replace(tzinfo=UTC)

    assert Offsets.of(BERLIN, span).local(moment) == to_ms(local)


def test_a_span_is_moved_and_widened():
    """Earlier by the clock, wider by ms."""
    span = Span(CHANGE + DAY, CHANGE + 2 * DAY)

    assert span.earlier(7, zone("UTC")) == Span(span.since - 7 * DAY, span.until - 7 * DAY)
    assert span.wider(1, 2) == Span(span.since - 1, span.until + 2)
