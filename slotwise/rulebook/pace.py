"""Pace: how many exposures are due by now, of a number or a share for an hour, a day or altogether."""

from dataclasses import dataclass
from typing import Literal

from slotwise.schedule import Schedule

Period = Literal["hour", "day", "total"]


@dataclass(frozen=True)
class Pace:
    """`number` exposures or, without it, the `share` of all exposures on the rule's touchpoints.

    Hours and days are those of the schedule's zone; `total` is from the schedule's beginning to its end. An even pace
    makes a number due little by little, in proportion to the scheduled time that is gone; otherwise all of it is due
    from the start.
    """

    number: float | None
    share: float | None
    per: Period
    even: bool
    schedule: Schedule

    def period(self, now: int) -> tuple[int, int | None]:
        """Return begin and end (ms UTC) of what is counted at `now`; None is a total without an end."""
        if self.per == "hour":
            return self.schedule.hour(now)
        if self.per == "day":
            return self.schedule.day(now)
        return self.schedule.begins or 0, self.schedule.ends

    def due(self, now: int, shown: int) -> float:
        """Return the exposures due by `now` (ms UTC), `shown` being all exposures of the period on the touchpoints."""
        if self.number is None:
            return (self.share or 0.0) * shown
        return self.number * (self._gone(now) if self.even else 1.0)

    def _gone(self, now: int) -> float:
        begin, end = self.period(now)
        if end is None or end <= begin:
            return 1.0
        if self.per == "total":
            return min(max((now - begin) / (end - begin), 0.0), 1.0)
        return self.schedule.share(now, begin, end)
