"""Pace: what is due by now, of numbers and shares, for hours, days and altogether."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slotwise.rulebook.pace import Pace
from slotwise.schedule import Schedule
from tests.worlds import DAY, HOUR, START

ALWAYS = Schedule.model_validate({})
OFFICE = Schedule.model_validate({"hours": ["08:00-16:00"]})
MARCH = Schedule.model_validate({"from": "2026-01-01", "until": "2026-01-05"})


def pace(number=None, share=None, per="day", even=True, schedule=ALWAYS) -> Pace:
    return Pace(number, share, per, even, schedule)


@pytest.mark.parametrize(
    ("given_pace", "at", "due"),
    [
        (pace(240), 6 * HOUR, 60),
        (pace(240, even=False), 6 * HOUR, 240),
        (pace(240, per="hour"), 6 * HOUR + HOUR // 2, 120),
        (pace(80, schedule=OFFICE), 8 * HOUR, 0),
        (pace(80, schedule=OFFICE), 9 * HOUR, 10),
        (pace(80, schedule=OFFICE), 20 * HOUR, 80),
        (pace(400, per="total", schedule=MARCH), DAY, 100),
        (pace(400, per="total", schedule=Schedule.model_validate({"from": "2026-01-01"})), DAY, 400),
        (pace(share=0.25), 6 * HOUR, 250),
    ],
)
def test_what_is_due(given_pace, at, due):
    """Even over the scheduled time of the period, all at once where it need not be even, a share of what was shown."""
    assert given_pace.due(START + at, 1_000) == pytest.approx(due)


@given(number=st.integers(0, 10**6), per=st.sampled_from(["hour", "day"]), at=st.integers(0, 10 * DAY))
def test_no_more_than_the_whole_is_ever_due(number, per, at):
    """And the moment lies in its period."""
    one = pace(float(number), per=per, schedule=OFFICE)
    begin, end = one.period(START + at)

    assert 0 <= one.due(START + at, 0) <= number
    assert begin <= START + at < (end or 0)
