"""When agents work next."""

from datetime import UTC, datetime

import pytest

from service.worklists.opening_hours import next_on
from slotwise.schedule import Schedule

WEEK = Schedule.model_validate(
    {"weekdays": ["mon", "tue", "wed", "thu", "fri"], "hours": ["09:00-17:00"], "zone": "Asia/Shanghai"}
)


def at(text: str) -> int:
    """Ms UTC of a moment on the clock of Shanghai."""
    return int(datetime.fromisoformat(f"{text}+08:00").astimezone(UTC).timestamp() * 1_000)


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-11-20T10:30", "2026-11-20T10:30"),
        ("2026-11-20T08:59", "2026-11-20T09:00"),
        ("2026-11-20T17:00", "2026-11-23T09:00"),
        ("2026-11-22T12:00", "2026-11-23T09:00"),
    ],
)
def test_the_desk_opens_at_its_hours(moment, opens):
    """At once when it is open, otherwise at the next opening, over the weekend too."""
    assert next_on(WEEK, at(moment)) == at(opens)


def test_a_desk_that_stays_closed_has_no_next_opening():
    """What ended long ago does not open again."""
    over = Schedule.model_validate({"until": "2020-01-01T00:00"})
    assert next_on(over, at("2026-11-20T10:00")) is None
