"""Schedules: the clock on the wall decides, in any zone and across clock changes."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from slotwise.schedule import MINUTE, Schedule

ZONES = ["UTC", "Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu",
         "America/Sao_Paulo", "Pacific/Apia"]  # fmt: skip
moments = st.datetimes(datetime(2015, 1, 1), datetime(2027, 12, 30), timezones=st.just(UTC))
minutes = st.integers(0, 24 * 60 - 1)
DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def of(**fields) -> Schedule:
    return Schedule.model_validate(fields)


def ms(at: datetime) -> int:
    return int(at.timestamp()) * 1_000


def clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


@given(at=moments, zone=st.sampled_from(ZONES), begin=minutes, end=minutes, days=st.sets(st.sampled_from(DAYS)))
def test_it_holds_when_the_wall_says_so(at, zone, begin, end, days):
    """Hours and days of the week, spans past midnight belonging to the day on which they begin."""
    if begin == end:
        return
    schedule = of(hours=[f"{clock(begin)}-{clock(end)}"], weekdays=sorted(days), zone=zone)
    wall = at.astimezone(ZoneInfo(zone))
    minute, days = wall.hour * 60 + wall.minute, days or set(DAYS)
    today, yesterday = DAYS[wall.weekday()] in days, DAYS[wall.weekday() - 1] in days
    expected = (
        (begin <= minute < end and today)
        if begin < end
        else ((minute >= begin and today) or (minute < end and yesterday))
    )

    assert schedule.on(ms(at)) is expected


@given(at=moments, zone=st.sampled_from(ZONES))
def test_days_follow_one_another(at, zone):
    """The zone's day holds the moment and ends where the next begins, 23 to 25 hours long and once a day missing."""
    schedule, now = of(zone=zone), ms(at)
    begin, end = schedule.day(now)

    assert begin <= now < end
    assert schedule.day(end)[0] == end
    assert schedule.day(begin) == (begin, end)
    assert end - begin in {hours * 30 * MINUTE for hours in (46, 47, 48, 49, 50)}
    first, last = schedule.hour(now)
    assert first <= now < last
    assert schedule.wall(first).minute == 0


@given(at=moments, zone=st.sampled_from(ZONES), begin=minutes, end=minutes)
def test_the_share_of_a_day_runs_from_nothing_to_all(at, zone, begin, end):
    """It never falls, stands still while the schedule does not hold, and is whole at the end of the day."""
    if begin == end:
        return
    schedule = of(hours=[f"{clock(begin)}-{clock(end)}"], zone=zone)
    first, last = schedule.day(ms(at))
    shares = [schedule.share(each, first, last) for each in range(first, last + 1, 97 * MINUTE)]

    assert shares == sorted(shares)
    assert shares[0] == 0
    assert schedule.share(last, first, last) in (0.0, 1.0)
    assert all(0 <= each <= 1 for each in shares)
    if not schedule.on(first + 60 * MINUTE):
        assert schedule.share(first + 60 * MINUTE, first, last) == schedule.share(first + 61 * MINUTE - 1, first, last)


def test_a_night_of_a_clock_change_in_spring_and_autumn():
    """02:30 does not come in spring and comes twice in autumn; the day is an hour shorter, and an hour longer."""
    night = of(hours=["02:00-03:00"], zone="Europe/Berlin")

    def minutes_on(day: datetime) -> int:
        begin, end = night.day(ms(day))
        return sum(night.on(each) for each in range(begin, end, MINUTE))

    usual = minutes_on(datetime(2026, 3, 28, 12, tzinfo=UTC))
    assert usual == 60
    assert minutes_on(datetime(2026, 3, 29, 12, tzinfo=UTC)) == 0
    assert minutes_on(datetime(2026, 10, 25, 12, tzinfo=UTC)) == 120


def test_beginning_and_end_are_of_the_zone():
    """Without an offset the zone's clock is meant, with one that very moment; the end does not count any more."""
    day = of(**{"from": "2026-11-20", "until": "2026-11-21T00:00+08:00", "zone": "Asia/Shanghai"})
    begin = ms(datetime(2026, 11, 19, 16, tzinfo=UTC))

    assert [day.on(begin + each) for each in (-1, 0, 24 * 60 * MINUTE - 1, 24 * 60 * MINUTE)] == [
        False,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"zone": "Mars/Olympus"}, "no time zone"),
        ({"zone": "../etc/passwd"}, "no time zone"),
        ({"zone": ""}, "no time zone"),
        ({"from": "2026-02-02", "until": "2026-02-01"}, "before it begins"),
        ({"from": "2026-02-02", "until": "2026-02-02"}, "before it begins"),
        ({"from": "soon"}, "isoformat"),
        ({"from": "2026-02-02T00:00:30"}, "whole minutes"),
        ({"hours": ["9-17"]}, "no time of the day"),
        ({"hours": ["09:00"]}, "hours are written as"),
        ({"hours": ["09:00-09:00"]}, "same minute"),
        ({"hours": ["24:00-09:00"]}, "no time of the day"),
        ({"hours": ["09:00-24:30"]}, "no time of the day"),
        ({"hours": ["09:61-10:00"]}, "no time of the day"),
        ({"hours": ["٠٩:00-10:00"]}, "no time of the day"),
        ({"weekdays": ["Monday"]}, "Input should be"),
        ({"holidays": True}, "Extra inputs"),
    ],
)
def test_what_cannot_be_meant_is_refused(fields, says):
    """With a word on what is wrong."""
    with pytest.raises(ValidationError, match=says):
        of(**fields)


def test_it_is_written_as_it_was_read():
    """By the names of the document."""
    written = {"from": "2026-11-20T08:00", "weekdays": ["mon"], "hours": ["08:00-24:00"], "zone": "Asia/Shanghai"}

    assert of(**written).model_dump(mode="json", exclude_defaults=True) == written
    assert of().on(0)
    assert of(until="2020-01-01").on(int((datetime(2020, 1, 1, tzinfo=UTC) - timedelta(minutes=1)).timestamp()) * 1000)
