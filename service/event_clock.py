"""Event clock: when an event happened, told from a client's clock that may be wrong."""

from dataclasses import dataclass

from service.moments import to_ms
from slotwise.errors import EventError, EventInFutureError, EventTooOldError

AHEAD = 3_600_000
"""How far in the future an event may lie, ms: it is then taken as happening when it arrived."""
TOLERANCE = 5_000
"""Difference of clocks that is not corrected, ms: so much may be the way through the network."""
DAY = 86_400_000


@dataclass(frozen=True, slots=True)
class EventClock:
    """The clock of one batch: `arrived` in ms UTC, `skew` what is added to the client's times, ms, and the oldest."""

    arrived: int
    skew: int
    oldest: int

    @classmethod
    def of(cls, arrived: int, sent_at: str | None, days: int) -> "EventClock":
        """Return the clock of a batch that arrived now and was sent at a moment of the client's clock, if it says so.

        Events may be at most `days` old. Raises EventError when `sent_at` is no moment.
        """
        skew = 0 if sent_at is None else arrived - _moment(sent_at, "/sent_at")
        return cls(arrived, skew if abs(skew) > TOLERANCE else 0, max(arrived - days * DAY, 0))

    def place(self, occurred_at: str | None) -> tuple[int, int]:
        """Return when an event happened, ms UTC, and what was added to the client's word to get there.

        Raises EventError, EventTooOldError or EventInFutureError.
        """
        if occurred_at is None:
            return self.arrived, 0
        stated = _moment(occurred_at, "/occurred_at")
        at = stated + self.skew
        if at > self.arrived:
            if at > self.arrived + AHEAD:
                raise EventInFutureError(
                    "the event has not happened yet",
                    hint="set the clock, or say in sent_at what the clock showed when the events were sent",
                    expected="at most an hour ahead",
                    given=occurred_at,
                    pointer="/occurred_at",
                )
            at = self.arrived
        elif at < self.oldest:
            raise EventTooOldError(
                "the event happened too long ago",
                expected=f"at most {(self.arrived - self.oldest) // DAY} days ago",
                given=occurred_at,
                pointer="/occurred_at",
            )
        return at, at - stated


def _moment(text: str, pointer: str) -> int:
    found = to_ms(text)
    if found is None:
        raise EventError(
            f"{pointer[1:]} is not a moment", expected="RFC 3339 with a time zone", given=text, pointer=pointer
        )
    return found
