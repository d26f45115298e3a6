"""When an event happened: its own time, corrected for a wrong clock, within bounds that are told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.event_clock import AHEAD, DAY, TOLERANCE, EventClock
from service.moments import to_ms, to_text
from slotwise.errors import EventError, EventInFutureError, EventTooOldError

NOW = to_ms("2026-06-01T12:00:00Z") or 0
DAYS = 3_653


def clock(sent_at=None, arrived=NOW):
    """A clock of a batch that arrived at noon."""
    return EventClock.of(arrived, sent_at, DAYS)


def test_an_event_without_a_time_happened_on_arrival():
    """Nothing was added."""
    assert clock().place(None) == (NOW, 0)


def test_a_late_event_keeps_its_own_time():
    """Seconds, days or years late: ten years are the bound, and both sides of it are clear."""
    assert clock().place("2026-06-01T11:59:00.250Z") == (NOW - 59_750, 0)
    assert clock().place("2016-06-02T12:00:00Z") == (to_ms("2016-06-02T12:00:00Z"), 0)
    with pytest.raises(EventTooOldError):
        clock().place(to_text(NOW - DAYS * DAY - 1))
    assert clock().place(to_text(NOW - DAYS * DAY)) == (NOW - DAYS * DAY, 0)


def test_an_event_ahead_happens_on_arrival():
    """Up to an hour: it is put to the moment of arrival and the difference is noted; beyond it is refused."""
    assert clock().place(to_text(NOW + 60_000)) == (NOW, -60_000)
    assert clock().place(to_text(NOW + AHEAD)) == (NOW, -AHEAD)
    with pytest.raises(EventInFutureError):
        clock().place(to_text(NOW + AHEAD + 1))
    with pytest.raises(EventInFutureError):
        clock().place("9999-01-01T00:00:00Z")


@pytest.mark.parametrize("wrong", [-3 * DAY, 2 * DAY, AHEAD, 10 * TOLERANCE])
def test_a_wrong_clock_is_corrected(wrong):
    """What the sender's clock showed when it sent tells by how much it is wrong."""
    corrected = clock(to_text(NOW + wrong))

    assert corrected.place(to_text(NOW + wrong - 7_000)) == (NOW - 7_000, -wrong)


def test_a_phone_that_lost_its_time_is_corrected():
    """A clock that began anew in 1970 is wrong by decades, and right about what is between."""
    assert clock("1970-01-01T00:10:00Z").place("1970-01-01T00:09:00Z") == (NOW - 60_000, NOW - 600_000)


def test_the_way_through_the_network_is_no_wrong_clock():
    """A difference of a few seconds is not corrected."""
    assert clock(to_text(NOW - TOLERANCE)).place(to_text(NOW - TOLERANCE)) == (NOW - TOLERANCE, 0)


@pytest.mark.parametrize("text", ["yesterday", "2026-01-01T00:00:00", "2026-13-01T00:00:00Z", "", "1", "٢٠٢٦"])
def test_what_is_no_moment_is_refused(text):
    """RFC 3339 with a time zone and nothing else, for both times."""
    with pytest.raises(EventError):
        clock().place(text)
    with pytest.raises(EventError):
        clock(text)


@given(st.integers(0, 4 * NOW), st.none() | st.integers(0, 4 * NOW))
def test_what_is_taken_lies_within_bounds(stated, sent):
    """Whatever the clocks say: between the bound and the arrival, and the stated time can be told from it."""
    try:
        at, skew = clock(None if sent is None else to_text(sent)).place(to_text(stated))
    except EventError:
        return
    assert NOW - DAYS * DAY <= at <= NOW
    assert at - skew == stated
