"""What a replayed log carries of each candidate, by touchpoint, overall, and in order."""

from dataclasses import replace

import numpy as np
import pytest

from slotwise.errors import EvaluationError
from slotwise.policies.plackett_luce import PlackettLuce
from tests.training.off_policy.conftest import TICK
from training.off_policy.evaluation import Terms, document, ranking, terms
from training.off_policy.replaying import replay


@pytest.fixture(scope="module")
def told(served):
    """The champion drawing more surely and more evenly than it did."""
    champion = served.champion
    versions = {
        name: replace(champion, policy=PlackettLuce(1.0, temperature, 0.0))
        for name, temperature in (("surer", 0.8), ("less sure", 1.5))
    }
    return document(served.decisions, replay(served.decisions, champion, versions, TICK), Terms())


def test_every_candidate_by_touchpoint_and_overall(told):
    """Champion and candidate with intervals, the difference, gates and the word about traffic."""
    assert set(told["candidates"]) == {"surer", "less sure"}
    for each in told["candidates"].values():
        assert set(each["touchpoints"]) == {"page"}
        overall = each["overall"]
        assert {"champion", "candidate", "difference", "to_traffic", "checks", "reasons"} <= set(overall)
        assert overall["decisions"] == 400
    assert told["champion"]["value"] == pytest.approx(told["candidates"]["surer"]["overall"]["champion"]["value"])


def test_the_ranking_is_by_difference_and_leaves_the_refused_out(told):
    """The best comes first; a candidate without a number has no place."""
    values = [told["candidates"][name]["overall"]["difference"]["value"] for name in told["ranking"]]
    assert values == sorted(values, reverse=True)
    assert ranking({"a": {"overall": {"difference": None}}, "b": {"overall": {"difference": {"value": 1.0}}}}) == ["b"]


def test_the_audit_is_told(told):
    """Contents were shown as often as the propensities say, and how many were tested."""
    assert told["audit"]["alarms"] == []
    assert told["audit"]["tested"] > 0
    assert told["repeated"] == {"share": 1.0, "enough": True}


def test_touchpoints_that_were_certain_do_not_thin_the_others_out(served):
    """Overall counts those whose slates were drawn; the others are refused as not identified."""
    decisions = served.decisions
    half = decisions.shown.decision >= 200
    shown = replace(decisions.shown, touchpoint=np.where(half, 0, 1).astype(np.int16))
    placed = replace(decisions.placed, touchpoint=shown.touchpoint)
    mixed = replace(decisions, shown=shown, placed=placed, propensity=np.where(half, 1.0, decisions.propensity))
    found = document(mixed, replay(mixed, served.champion, {"itself": served.champion}, TICK), Terms())["candidates"]

    assert found["itself"]["overall"]["decisions"] == 200
    assert "not identified" in found["itself"]["touchpoints"]["home"]["reasons"][0]


def test_readings(served):
    """The prefix reading can be demanded; one that there is not is refused."""
    replayed = replay(served.decisions, served.champion, {"itself": served.champion}, TICK)
    demanded = document(served.decisions, replayed, terms("click", 0.02, "prefix"))["candidates"]["itself"]["overall"]

    assert demanded["estimator"] == "cascade_doubly_robust"
    with pytest.raises(EvaluationError):
        terms("click", 0.02, "backwards")


def test_values_can_be_as_large_as_they_were(served):
    """The range of a reward in money is what was seen; of clicks it is one."""
    assert Terms("value").most(replace(served.decisions, reward=served.decisions.reward * 40)) == 40
    assert Terms("click").most(served.decisions) == 1
