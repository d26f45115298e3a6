"""Campaigns state beforehand what is expected of them, as a whole and by segment and step."""

import pytest
from pydantic import ValidationError

from slotwise.documents import World
from slotwise.documents.campaigns import Campaign, moment
from slotwise.documents.metrics import Metric
from slotwise.documents.processes import Process

SEGMENTS = [
    {"segment": "basic", "share": 0.6, "rates": {"choose": 0.5, "buy": 0.4}},
    {"segment": "premium", "share": 0.4, "rates": {"choose": 0.5, "buy": 0.2}},
]
CAMPAIGN = {
    "campaign": "summer",
    "title": "Summer plans",
    "goal": "completion",
    "process": "plan",
    "segment": "person.plan_tier",
    "touchpoints": ["app.home.banner"],
    "start": "2026-06-15T00:00:00+08:00",
    "end": "2026-06-29T00:00:00+08:00",
    "expected": {"value": 0.16, "low": 0.14, "high": 0.18, "segments": SEGMENTS},
    "owner": "campaigns",
}
METRIC = Metric.model_validate(
    {"metric": "completion", "title": "C", "kind": "behaviour", "numerator": {}, "unit": "n", "owner": "o"}
)
PROCESS = Process.model_validate(
    {
        "process": "plan",
        "title": "P",
        "owner": "o",
        "steps": [
            {"step": "open", "title": "O", "type": "start"},
            {"step": "choose", "title": "C", "type": "step"},
            {"step": "buy", "title": "B", "type": "convert"},
        ],
    }
)
ENTRIES = {"metrics": {"completion": METRIC}, "processes": {"plan": PROCESS}, "touchpoints": {"app.home.banner": None}}


def problems(given):
    """What is wrong with a campaign, as (pointer, code)."""
    campaign = Campaign.model_validate(CAMPAIGN | given)
    return [(each.pointer, each.code) for each in campaign.check(ENTRIES, World())]


def test_a_sound_campaign_is_taken():
    """And written again as it was; its span is exact whatever the time zone."""
    campaign = Campaign.model_validate(CAMPAIGN)

    assert problems({}) == []
    assert campaign.to_json() == CAMPAIGN
    assert campaign.span.until - campaign.span.since == 14 * 86_400_000
    assert campaign.expected.conversion == pytest.approx(0.16)


@pytest.mark.parametrize(
    "given",
    [
        {"start": "2026-06-15"},
        {"start": "2026-06-15T00:00:00"},
        {"start": "next week"},
        {"end": "2026-06-14T00:00:00+08:00"},
        {"expected": {"value": 0.2, "low": 0.1, "high": 0.15}},
        {"expected": {"value": 0.16, "low": 0.1, "high": 0.2, "segments": SEGMENTS[:1]}},
        {"expected": {"value": float("nan"), "low": 0.1, "high": 0.2}},
        {"segment": "tags"},
    ],
)
def test_what_is_no_campaign_is_refused(given):
    """Moments without a time zone, an end before the start, a range that leaves its value out, shares of 60 %."""
    with pytest.raises(ValidationError):
        Campaign.model_validate(CAMPAIGN | given)


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"goal": "x"}, ("/goal", "reference_unknown")),
        ({"audience": "x"}, ("/audience", "reference_unknown")),
        ({"touchpoints": ["x"]}, ("/touchpoints/0", "reference_unknown")),
        ({"process": None}, ("/process", "process_missing")),
        ({"segment": None}, ("/segment", "segment_missing")),
        (
            {"expected": {"value": 0.5, "low": 0.4, "high": 0.6, "segments": SEGMENTS}},
            ("/expected/segments", "expectation_inconsistent"),
        ),
        (
            {
                "expected": CAMPAIGN["expected"]
                | {"segments": [SEGMENTS[0] | {"rates": {"choose": 0.2}}, SEGMENTS[1] | {"share": 0.4}]}
            },
            ("/expected/segments/0/rates", "steps_differ"),
        ),
        (
            {"expected": CAMPAIGN["expected"] | {"segments": [SEGMENTS[0], SEGMENTS[1] | {"segment": "basic"}]}},
            ("/expected/segments", "segment_twice"),
        ),
    ],
)
def test_expectations_that_do_not_fit_are_told(given, found):
    """Unknown references, parts that do not come to their whole, rates of other steps."""
    assert problems(given) == [found]


def test_an_expectation_may_be_of_the_whole_only():
    """Then the report tells the deviation and does not trace it."""
    assert problems({"process": None, "segment": None, "expected": {"value": 1.0, "low": 0.5, "high": 2.0}}) == []


def test_moments_need_a_time_zone():
    """Without one nobody knows which moment is meant."""
    assert moment("2026-06-15T00:00:00") is None
    assert moment("2026-06-15T00:00:00Z").utcoffset().total_seconds() == 0
