"""Arriving: how many days it takes until enough persons came, from the days of live traffic."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, inf

from slotwise.errors import StatisticsError

_WEEK = 7


@dataclass(frozen=True)
class Arriving:
    """New persons a day since the start of a period of live traffic: many at first, then only who had not come yet.

    first_seen: persons whose first visit of the period fell on its day 1, 2, ... enrolled: share of them that both
    compared variants get together. window: days after an exposure in which a person's outcome still counts; they pass
    before the last persons can be judged. Raises StatisticsError without a day, and for shares that cannot be.
    """

    first_seen: Sequence[int]
    enrolled: float = 1.0
    window: float = 0.0

    def __post_init__(self) -> None:
        if not self.first_seen or min(self.first_seen) < 0 or not 0 < self.enrolled <= 1 or self.window < 0:
            raise StatisticsError("arrivals are persons a day, and a share of them is enrolled", given=self)

    def persons(self, days: float) -> float:
        """Return the persons who can be judged after so many days; beyond the period its last week goes on."""
        open_days = max(days - self.window, 0.0)
        whole = min(int(open_days), len(self.first_seen))
        seen = float(sum(self.first_seen[:whole]))
        rest = open_days - whole
        if rest > 0:
            seen += rest * (self.first_seen[whole] if whole < len(self.first_seen) else self._going_on)
        return seen * self.enrolled

    def days(self, units: float) -> float:
        """Return the whole days until `units` persons can be judged; infinite when they never come."""
        seen = 0.0
        for day, came in enumerate(self.first_seen):
            more = came * self.enrolled
            if seen + more >= units:
                return ceil(day + (units - seen) / more + self.window)
            seen += more
        pace = self._going_on * self.enrolled
        return ceil(len(self.first_seen) + (units - seen) / pace + self.window) if pace > 0 else inf

    @property
    def _going_on(self) -> float:
        last = self.first_seen[-_WEEK:]
        return sum(last) / len(last)
