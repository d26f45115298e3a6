"""A sheet tells everything about a metric: its value, the window before, its days and its groups."""

import pytest

from slotwise.analysis.log_source import LogSource
from slotwise.analysis.metrics import days_of, end_of, groups_of, sheet, to_text
from slotwise.analysis.opened import open_log
from slotwise.documents.metrics import Metric
from slotwise.measures.spans import DAY, HOUR, Span
from slotwise.metering import Metering

CLICKS = Metric.model_validate(
    {
        "metric": "clicks",
        "title": "Clicks",
        "kind": "behaviour",
        "numerator": {"type": "click"},
        "denominator": {"type": ["view", "click"]},
        "unit": "share",
        "owner": "o",
        "window": "1d",
        "time_zone": "Asia/Shanghai",
    }
)


@pytest.fixture
def opened(small):
    """The small world's log."""
    with open_log(small) as opened:
        yield opened


def test_a_sheet_of_a_metric(opened):
    """Two persons, one of whom clicked; the window before is empty, and so is the change."""
    metering, span = Metering(LogSource(opened), {"clicks": CLICKS}), Span(0, 10 * HOUR)
    found = sheet(metering, "clicks", span, ["context.os"], days_of(CLICKS, span.until))

    assert (found["value"], found["persons"], found["enough"]) == (0.5, 2, False)
    assert (found["before"]["value"], found["change"]["value"]) == (None, None)
    assert [(each["day"], each["value"]) for each in found["days"]] == [("1970-01-01", 0.5)]
    assert [(each["group"], each["value"]) for each in found["by"]["context.os"]] == [("ios", 0.0), ("web", 1.0)]
    assert (found["since"], found["until"]) == ("1970-01-01T00:00:00.000Z", "1970-01-01T10:00:00.000Z")


def test_windows_and_days_end_where_the_log_does():
    """Days begin at midnight of the metric's own place."""
    until = 100 * DAY + 20 * HOUR

    assert days_of(CLICKS, until, 2) == Span(99 * DAY + 16 * HOUR, until)


def test_the_end_of_a_log(opened, small):
    """When it was exported or simulated to; otherwise just after its last event."""
    assert end_of(opened) == 4 * HOUR + 1
    (small / "dataset.json").write_text('{"ended_at": 77}')
    with open_log(small) as simulated, open_log(small, until=5) as cut:
        assert (end_of(simulated), end_of(cut)) == (77, 5)


def test_groups_are_those_that_the_log_tells(opened):
    """The plain ones, and what is known of persons as text."""
    assert groups_of(opened)[-1] == "person.city"
    assert "touchpoint" in groups_of(opened)


def test_moments_are_told_in_utc():
    """RFC 3339 with milliseconds."""
    assert to_text(1) == "1970-01-01T00:00:00.001Z"
