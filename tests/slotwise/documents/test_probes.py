"""Probes are about metrics that exist, with thresholds that can be crossed, over facts that are known live."""

import pytest
from pydantic import ValidationError

from slotwise.documents import World
from slotwise.documents.metrics import Metric
from slotwise.documents.probes import Probe

PROBE = {
    "probe": "clicks_drop",
    "title": "Clicks drop",
    "metric": "click_through",
    "window": "1h",
    "threshold": {"kind": "absolute", "below": 0.005},
    "owner": "touchpoints",
}


def metric(name="click_through", **given):
    """A metric of clicks over exposures."""
    told = {"metric": name, "title": "A", "kind": "behaviour", "unit": "share", "owner": "o"}
    return Metric.model_validate(told | {"numerator": {"type": "click"}, "denominator": {"type": "exposure"}} | given)


def problems(given, *metrics):
    """What is wrong with a probe, as (pointer, code)."""
    probe = Probe.model_validate(PROBE | given)
    entries = {"metrics": {each.id: each for each in metrics}}
    return [(each.pointer, each.code) for each in probe.check(entries, World())]


@pytest.mark.parametrize(
    "threshold",
    [
        {"kind": "absolute", "below": 0.005},
        {"kind": "absolute", "above": 0.5, "below": 0.1},
        {"kind": "weekday", "weeks": 3, "tolerance": 0.3, "direction": "down"},
        {"kind": "expected", "value": 0.01, "tolerance": 0.2},
    ],
)
def test_the_three_kinds_of_thresholds_are_taken(threshold):
    """Absolute, against the same weekday, against expectation; written again as they were."""
    probe = Probe.model_validate(PROBE | {"threshold": threshold})

    assert problems({"threshold": threshold}, metric()) == []
    assert probe.to_json()["threshold"] == threshold


@pytest.mark.parametrize(
    "given",
    [
        {"threshold": {"kind": "absolute"}},
        {"threshold": {"kind": "absolute", "above": 0.1, "below": 0.5}},
        {"threshold": {"kind": "absolute", "above": float("nan")}},
        {"threshold": {"kind": "weekday", "tolerance": -0.1}},
        {"threshold": {"kind": "weekday", "tolerance": 0.1, "weeks": 0}},
        {"threshold": {"kind": "moon", "tolerance": 0.1}},
        {"window": "-1h"},
        {"min_sample": 0},
        {"webhook": "file:///etc/passwd"},
        {"time_zone": "Atlantis"},
        {"severity": "dire"},
    ],
)
def test_what_is_no_probe_is_refused(given):
    """No bounds, bounds that leave no room, negative tolerances and windows, addresses that are none."""
    with pytest.raises(ValidationError):
        Probe.model_validate(PROBE | given)


@pytest.mark.parametrize(
    ("given", "metrics", "found"),
    [
        ({}, [], ("/metric", "reference_unknown")),
        ({"filter": '"vip" in tags'}, [metric()], ("/filter", "field_unknown")),
        ({"filter": 'person.city == "Lyon"'}, [metric()], ("/filter", "not_live")),
        ({}, [metric(numerator={"type": "click", "when": 'content.kind == "banner"'})], ("/metric", "not_live")),
    ],
)
def test_probes_that_cannot_be_watched_are_told(given, metrics, found):
    """A metric that is not there, or a fact that only the log's export tells."""
    assert problems(given, *metrics) == [found]


def test_a_probe_is_not_blamed_for_its_metrics_circle():
    """The metric is; and checking the probe ends."""
    circle = metric(numerator={"metric": "click_through"})

    assert problems({}, circle) == []
