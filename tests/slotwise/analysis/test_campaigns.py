"""Campaigns are held against their expectation, and the deviation is traced to where it came from."""

import pytest

from slotwise.analysis.campaigns import narrowed, report, verdict
from slotwise.analysis.opened import open_log
from slotwise.configuration import Configuration
from slotwise.documents.campaigns import Campaign, Expectation
from slotwise.errors import MeasureError
from slotwise.measures.estimate import Figure

MINUTE, DAY = 60_000, 86_400_000
STEPS = [("open", "start"), ("choose", "step"), ("buy", "convert")]
DOCUMENTS = {
    "metrics": [
        {
            "metric": "completion", "title": "C", "kind": "behaviour", "unit": "share", "owner": "o",
            "numerator": {"type": "convert"}, "denominator": {"type": "start"},
        }
    ],
    "processes": [
        {
            "process": "plan", "title": "P", "owner": "o",
            "steps": [{"step": name, "title": name, "type": kind} for name, kind in STEPS],
        }
    ],
}  # fmt: skip
RATES = {"choose": 1.0, "buy": 0.8}
CAMPAIGN = {
    "campaign": "spring",
    "title": "Spring",
    "goal": "completion",
    "process": "plan",
    "segment": "context.channel",
    "start": "1970-01-02T00:00:00Z",
    "end": "1970-01-04T00:00:00Z",
    "expected": {
        "value": 0.8,
        "low": 0.75,
        "high": 0.85,
        "segments": [{"segment": name, "share": 0.5, "rates": RATES} for name in ("app", "web")],
    },
    "owner": "o",
}


def visit(number, channel, reached, touchpoint="home"):
    """Events of one visit on the second day."""
    at = DAY + number * MINUTE
    kinds = [kind for _, kind in STEPS][:reached]
    return [
        (f"{number}-{place}", at + place, f"p{number}", kind, f"s{number}", channel, touchpoint)
        for place, kind in enumerate(kinds)
    ]


@pytest.fixture
def folder(write):
    """Of 100 visits of the app 30 end with a purchase, of 100 on the web 80; and 10 came from a desk, unplanned."""
    rows = [row for n in range(100) for row in visit(n, "app", 3 if n < 30 else 2)]
    rows += [row for n in range(100, 200) for row in visit(n, "web", 3 if n < 180 else 2)]
    rows += [row for n in range(200, 210) for row in visit(n, "desk", 2, "desk")]
    columns = ["event_id", "occurred_at", "person_id", "type", "session", "context.channel", "touchpoint"]
    return write(events=(columns, rows))


def reported(folder, persons=None, **given):
    """The report of the campaign, its expectation as it is."""
    campaign = Campaign.model_validate(CAMPAIGN | given)
    with open_log(folder) as opened:
        return report(opened, campaign, Configuration.load(DOCUMENTS), campaign.expected, persons)


def test_a_deviation_is_traced(folder):
    """The app's purchases are what is missing; the effects add up to the deviation, the unplanned segment included."""
    found = reported(folder)
    traced = found["traced"]
    worst = traced["effects"][0]

    assert (found["verdict"], found["measured"]["value"]) == ("below", pytest.approx(110 / 210))
    assert found["deviation"]["value"] == pytest.approx(110 / 210 - 0.8)
    assert (worst["segment"], worst["factor"], worst["measured"]) == ("app", "buy", 0.3)
    assert sum(each["effect"] for each in traced["effects"]) == pytest.approx(traced["deviation"])
    assert traced["deviation"] == pytest.approx(110 / 210 - 0.8)
    assert {each["segment"] for each in traced["effects"]} == {"app", "web", "desk"}
    assert "Step 'buy' in segment 'app': 30.0% instead of 80.0%" in found["correct"][0]


def test_a_campaign_is_its_touchpoints(folder):
    """What came from elsewhere is left out."""
    found = reported(folder, touchpoints=["home"])

    assert found["measured"]["value"] == pytest.approx(110 / 200)
    assert found["traced"]["journeys"] == 200


def test_a_campaign_is_its_audience(folder):
    """Of those to whom it was given out; nobody else counts, in the goal and in the steps."""
    found = reported(folder, persons={f"p{n}" for n in range(50)})

    assert found["measured"]["value"] == pytest.approx(30 / 50)
    assert (found["traced"]["journeys"], found["audience"]["persons"]) == (50, 50)


def test_a_campaign_that_still_runs_is_measured_so_far(folder):
    """And says so; before its start there is nothing to report."""
    assert reported(folder)["running"] is True
    assert reported(folder, end="1970-01-02T02:00:00Z")["running"] is False
    with pytest.raises(MeasureError):
        reported(folder, start="2026-01-01T00:00:00Z", end="2026-02-01T00:00:00Z")


def test_an_expectation_of_the_whole_is_not_traced(folder):
    """There is nothing to trace it by."""
    found = reported(folder, process=None, segment=None, expected={"value": 0.5, "low": 0.4, "high": 0.6})

    assert (found["traced"], found["correct"], found["verdict"]) == (None, [], "as_expected")


def test_where_nobody_came_there_is_nothing_to_correct(folder):
    """No share of nobody is held against what was planned."""
    found = reported(folder, touchpoints=["nowhere"])

    assert (found["traced"], found["correct"], found["verdict"]) == (None, [], "unclear")


def test_verdicts():
    """Surely below, surely above, within, or not to be told."""
    expected = Expectation(value=0.5, low=0.4, high=0.6)

    def told(value, low, high):
        return verdict(Figure(value, low, high, 1.0, 2.0, 50), expected)

    assert told(0.3, 0.25, 0.35) == "below"
    assert told(0.7, 0.65, 0.75) == "above"
    assert told(0.45, 0.3, 0.6) == "as_expected"
    assert told(0.38, 0.3, 0.46) == "unclear"
    assert told(None, None, None) == "unclear"


def test_names_of_places_are_values():
    """A touchpoint's name with a quotation mark stays a name."""
    only = narrowed(Campaign.model_validate(CAMPAIGN | {"touchpoints": ['a" || true']}))

    assert only.when.holds({"touchpoint": 'a" || true'})
    assert not only.when.holds({"touchpoint": "home"})
    assert narrowed(Campaign.model_validate(CAMPAIGN)) is None
