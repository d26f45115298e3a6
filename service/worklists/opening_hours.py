"""Opening hours: when agents work next."""

from slotwise.schedule import MINUTE, Schedule

_DAYS = 31
"""Days that are looked ahead: a schedule that is not on by then is not on soon."""


def next_on(hours: Schedule, at: int) -> int | None:
    """Return the first moment at or after `at` (ms UTC) at which the schedule is on, None if that is not soon."""
    if hours.on(at):
        return at
    first = at - at % MINUTE + MINUTE
    return next((each for each in range(first, first + _DAYS * 24 * 60 * MINUTE, MINUTE) if hours.on(each)), None)
