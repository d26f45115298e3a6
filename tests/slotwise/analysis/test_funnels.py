"""A funnel tells who comes to each step, where they leave, how long it takes, what changed and what to mend."""

import pytest

from slotwise.analysis.funnels import funnel
from slotwise.analysis.opened import open_log
from slotwise.documents.processes import Process
from slotwise.measures.spans import Span

MINUTE, DAY = 60_000, 86_400_000
PLAN = Process.model_validate(
    {
        "process": "plan",
        "title": "Choosing a plan",
        "owner": "products",
        "segments": ["context.channel"],
        "steps": [
            {"step": "open", "title": "Opens", "type": "start"},
            {"step": "choose", "title": "Chooses", "type": "step"},
            {"step": "buy", "title": "Buys", "type": "convert"},
        ],
    }
)


def visit(number, day, channel, reached):
    """Events of one visit of one person that takes so many steps, a minute apart."""
    kinds = ("start", "step", "convert")[:reached]
    return [
        (f"{day}-{number}-{place}", day * DAY + place * MINUTE, f"p{number}", kind, f"s{day}-{number}", channel)
        for place, kind in enumerate(kinds)
    ]


@pytest.fixture
def folder(write):
    """On day 1, 80 of 100 go on from choosing to buying; on day 2, 80 of 100 on the web and 20 of 100 in the app."""
    rows = [row for number in range(100) for row in visit(number, 1, "app", 3 if number < 80 else 2)]
    rows += [row for number in range(100) for row in visit(number, 2, "web", 3 if number < 80 else 2)]
    rows += [row for number in range(100, 200) for row in visit(number, 2, "app", 3 if number < 120 else 2)]
    columns = ["event_id", "occurred_at", "person_id", "type", "session", "context.channel"]
    return write(events=(columns, rows))


def test_a_funnel_against_the_day_before(folder):
    """Counts, rates, times, the change, the segments and the bottleneck with its sentence."""
    with open_log(folder) as opened:
        found = funnel(opened, PLAN, Span(2 * DAY, 3 * DAY), ("context.channel",), Span(DAY, 2 * DAY))
    opens, chooses, buys = found["steps"]

    assert (found["journeys"], found["persons"], found["conversion"]["value"]) == (200, 200, 0.5)
    assert (opens["left"], chooses["left"], buys["journeys"]) == (0, 100, 100)
    assert (opens["rate"], buys["rate"]["value"]) == (None, 0.5)
    assert buys["seconds"] == {"median": 60.0, "p90": 60.0}
    assert found["before"]["change"]["conversion"]["value"] == pytest.approx(-0.3)
    assert {each["group"]: each["conversion"]["value"] for each in found["by"]["context.channel"]} == {
        "app": 0.2,
        "web": 0.8,
    }
    bottleneck = found["bottleneck"]
    assert (bottleneck["from"], bottleneck["to"], bottleneck["sure"]) == ("choose", "buy", True)
    assert bottleneck["whom"] == {"by": "context.channel", "group": "app"}
    assert bottleneck["gain"]["value"] == pytest.approx(0.3)
    assert "From 'Chooses' to 'Buys' where context.channel is app: 20.0% go on, 80.0%" in bottleneck["text"]


def test_a_funnel_of_nobody(folder):
    """An empty span is told as such."""
    with open_log(folder) as opened:
        found = funnel(opened, PLAN, Span(5 * DAY, 6 * DAY), ("context.channel",), Span(4 * DAY, 5 * DAY))

    assert (found["journeys"], found["conversion"]["value"], found["bottleneck"]) == (0, None, None)
    assert found["steps"][1]["seconds"] is None


def test_a_fact_that_the_log_does_not_have(folder):
    """Everybody is in one segment without a name."""
    with open_log(folder) as opened:
        found = funnel(opened, PLAN, Span(2 * DAY, 3 * DAY), ("person.city",))

    assert [each["group"] for each in found["by"]["person.city"]] == [""]
    assert found["before"] is None
