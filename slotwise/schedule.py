"""Schedule: when something holds: from and until, days of the week, hours of the day, in a time zone.

A moment is turned into the clock on the wall of the zone and held against what was written, so a clock change needs
no care: the hour that is left out never comes, the hour that comes twice counts twice.
"""

from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

MINUTE = 60_000
_DAY = 24 * 60
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
_WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"{name!r} is no time zone of the IANA database, such as Asia/Shanghai") from error
    return name


def _moment(text: str) -> str:
    at = datetime.fromisoformat(text)
    if at.second or at.microsecond:
        raise ValueError("a schedule begins and ends at whole minutes")
    return text


def _span(text: str) -> str:
    begin, end = _minutes(text)
    if begin == end:
        raise ValueError("hours begin and end at the same minute; leave them out for the whole day")
    return text


def _minutes(text: str) -> tuple[int, int]:
    """Return begin and end of "HH:MM-HH:MM" in minutes of the day; raise ValueError."""
    first, dash, last = text.partition("-")
    if not dash:
        raise ValueError("hours are written as 09:00-17:30")
    return _minute(first, 23), _minute(last, 24)


def _minute(text: str, most: int) -> int:
    hour, colon, minute = text.strip().partition(":")
    digits = colon and len(hour) == len(minute) == 2 and (hour + minute).isascii() and (hour + minute).isdigit()
    if not digits or int(minute) > 59 or int(hour) * 60 + int(minute) > most * 60 + (59 if most < 24 else 0):
        raise ValueError(f"{text.strip()!r} is no time of the day, such as 09:00")
    return int(hour) * 60 + int(minute)


class Schedule(BaseModel):
    """All that is given must hold; nothing given is always. `from` counts, `until` does not any more."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, populate_by_name=True, serialize_by_alias=True)

    begin: Annotated[str, AfterValidator(_moment)] | None = Field(None, alias="from")
    """ISO 8601, whole minutes; without an offset it is the clock of the zone."""
    until: Annotated[str, AfterValidator(_moment)] | None = None
    weekdays: list[Weekday] = []
    hours: list[Annotated[str, AfterValidator(_span)]] = []
    """Spans of the day, "09:00-17:30"; one past midnight, "22:00-06:00", belongs to the day on which it begins."""
    zone: Annotated[str, AfterValidator(_zone)] = "UTC"

    @model_validator(mode="after")
    def _in_order(self) -> "Schedule":
        if self.begins is not None and self.ends is not None and self.ends <= self.begins:
            raise ValueError(f"the schedule ends ({self.until}) before it begins ({self.begin})")
        return self

    @cached_property
    def begins(self) -> int | None:
        """Ms UTC, or None."""
        return self._instant(self.begin)

    @cached_property
    def ends(self) -> int | None:
        """Ms UTC, or None."""
        return self._instant(self.until)

    def on(self, now: int) -> bool:
        """Tell whether it holds at `now` (ms UTC). It changes at whole minutes only."""
        if (self.begins is not None and now < self.begins) or (self.ends is not None and now >= self.ends):
            return False
        if not self.weekdays and not self.hours:
            return True
        local = self.wall(now)
        minute = local.hour * 60 + local.minute
        return any(self._in(begin, end, minute, local.weekday()) for begin, end in self._spans)

    def wall(self, now: int) -> datetime:
        """Return the clock on the wall of the zone at `now` (ms UTC)."""
        return datetime.fromtimestamp(now // 1_000, self._tz)

    def day(self, now: int) -> tuple[int, int]:
        """Return begin and end (ms UTC) of the zone's day that `now` lies in: 23 or 25 hours where clocks change."""
        # Asked again and again of the same day: the last answer is kept.
        kept: tuple[int, int] = self.__dict__.get("_day", (0, 0))
        if not kept[0] <= now < kept[1]:
            today = self.wall(now).date()
            kept = self.__dict__["_day"] = (self._midnight(today), self._midnight(today + timedelta(days=1)))
        return kept

    def hour(self, now: int) -> tuple[int, int]:
        """Return begin and end (ms UTC) of the hour on the zone's clock that `now` lies in."""
        begin = self.__dict__.get("_hour", now + 1)
        if not begin <= now < begin + 60 * MINUTE:
            begin = self.__dict__["_hour"] = now - now % MINUTE - self.wall(now).minute * MINUTE
        return begin, begin + 60 * MINUTE

    def share(self, now: int, begin: int, end: int) -> float:
        """Return how much of the time in which it holds is gone, 0 to 1, of that between `begin` and `end`.

        All are ms UTC; `begin` and `end` are whole minutes.
        """
        passed = self._minutes_on(begin, end)
        place = (now - begin) // MINUTE
        if not passed[-1] or place < 0:
            return 0.0
        if place >= len(passed) - 1:
            return 1.0
        part = (now - begin) % MINUTE / MINUTE * (passed[place + 1] - passed[place])
        return (passed[place] + part) / passed[-1]

    def _minutes_on(self, begin: int, end: int) -> list[int]:
        """How many minutes it has held since `begin`, minute by minute; the last span asked for is kept."""
        kept = self.__dict__.get("_kept")
        if kept is None or kept[0] != (begin, end):
            passed = [0]
            for at in range(begin, end, MINUTE):
                passed.append(passed[-1] + self.on(at))
            kept = self.__dict__["_kept"] = ((begin, end), passed)
        found: list[int] = kept[1]
        return found

    def _in(self, begin: int, end: int, minute: int, weekday: int) -> bool:
        if begin < end:
            return begin <= minute < end and self._weekday(weekday)
        return (minute >= begin and self._weekday(weekday)) or (minute < end and self._weekday(weekday - 1))

    def _weekday(self, day: int) -> bool:
        return not self.weekdays or _WEEKDAYS[day % 7] in self.weekdays

    @cached_property
    def _spans(self) -> list[tuple[int, int]]:
        return [_minutes(each) for each in self.hours] or [(0, _DAY)]

    @cached_property
    def _tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def _instant(self, text: str | None) -> int | None:
        if text is None:
            return None
        at = datetime.fromisoformat(text)
        return int((at if at.tzinfo else at.replace(tzinfo=self._tz)).timestamp()) * 1_000

    def _midnight(self, day: date) -> int:
        return int(datetime(day.year, day.month, day.day, tzinfo=self._tz).timestamp()) * 1_000


ALWAYS = Schedule.model_validate({})
"""A schedule that says nothing."""
