"""Spans of time: durations as they are written, periods, and days by the clock of a place."""

import re
from bisect import bisect_right
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Annotated, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, WithJsonSchema

SECOND, MINUTE, HOUR, DAY, WEEK = 1_000, 60_000, 3_600_000, 86_400_000, 604_800_000
"""ms."""
_UNITS = {"s": SECOND, "m": MINUTE, "h": HOUR, "d": DAY, "w": WEEK}
LONGEST = 3_660 * DAY

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def milliseconds(duration: str) -> int:
    """Return a duration such as `90s`, `30m`, `1h`, `7d` or `2w` in ms."""
    return int(duration[:-1]) * _UNITS[duration[-1]]


_WRITTEN = r"^[1-9][0-9]{0,8}[smhdw]$"


def _readable(duration: str) -> str:
    if not re.fullmatch(_WRITTEN, duration):
        raise ValueError("a duration is a whole number and s, m, h, d or w: 90s, 30m, 7d")
    if milliseconds(duration) > LONGEST:
        raise ValueError("a duration is at most ten years")
    return duration


Duration = Annotated[str, AfterValidator(_readable), WithJsonSchema({"type": "string", "pattern": _WRITTEN})]
"""A length of time above zero: a whole number and s, m, h, d or w."""


def _known_zone(name: str) -> str:
    zone(name)
    return name


TimeZone = Annotated[str, AfterValidator(_known_zone)]
"""A place of the IANA list, such as `Asia/Shanghai`."""


@lru_cache(maxsize=64)
def zone(name: str) -> ZoneInfo:
    """Return a time zone by its IANA name; raise ValueError for any other."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"{name!r} is not a time zone; write a name such as Asia/Shanghai or UTC") from error


class Span(NamedTuple):
    """From `since` until before `until`, ms UTC."""

    since: int
    until: int

    def wider(self, before: int = 0, after: int = 0) -> "Span":
        """Return the span with so many ms more before and after."""
        return Span(self.since - before, self.until + after)

    def earlier(self, days: int, place: ZoneInfo) -> "Span":
        """Return the same time by the clock of a place so many days before, across clock changes too."""
        return Span(*(back(moment, days, place) for moment in self))


def back(moment: int, days: int, place: ZoneInfo) -> int:
    """Return the moment (ms UTC) at which the clock of a place stood as it does at `moment`, so many days before."""
    local = from_ms(moment).astimezone(place)
    return to_ms(local - timedelta(days=days))


def to_ms(moment: datetime) -> int:
    """Return a moment with a time zone as ms UTC, exactly."""
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def from_ms(moment: int) -> datetime:
    """Return ms UTC as a moment in UTC, exactly."""
    return _EPOCH + timedelta(milliseconds=moment)


def midnight(day: date, place: ZoneInfo) -> int:
    """Return when a day begins in a place, ms UTC."""
    return to_ms(datetime(day.year, day.month, day.day, tzinfo=place))


class Offsets(NamedTuple):
    """How far the clock of a place is ahead of UTC: ms by period; `changes` are the moments (ms UTC) between them."""

    ahead: tuple[int, ...]
    changes: tuple[int, ...]

    @classmethod
    def of(cls, place: ZoneInfo, span: Span) -> "Offsets":
        """Return the offsets within a span."""
        days = [*range(span.since, span.until, DAY), span.until]
        changes = [
            _change(place, one, other) for one, other in pairwise(days) if _ahead(place, one) != _ahead(place, other)
        ]
        return cls(tuple(_ahead(place, moment) for moment in (span.since, *changes)), tuple(changes))

    def local(self, moment: int) -> int:
        """Return a moment by the clock of the place, ms since 1970 there."""
        return moment + self.ahead[bisect_right(self.changes, moment)]


def _ahead(place: ZoneInfo, moment: int) -> int:
    offset = from_ms(moment).astimezone(place).utcoffset()
    return 0 if offset is None else offset // timedelta(milliseconds=1)


def _change(place: ZoneInfo, one: int, other: int) -> int:
    """Return the first moment in (one, other] at which the clock stands as at `other`."""
    after = _ahead(place, other)
    while other - one > 1:
        middle = (one + other) // 2
        one, other = (one, middle) if _ahead(place, middle) == after else (middle, other)
    return other
