"""Explaining: one document with every stage, in words a data scientist can use."""

from service.asked import DecisionRequest
from service.explaining import explained
from service.timing import Timing
from tests.service.asking import body, click


def test_features_are_told_by_effect(client, service):
    """Name, theme, unit, value and effect; a missing value is null; the largest effect first."""
    click(client, "p", "p1", "p3")
    asked = DecisionRequest.model_validate(body({"touchpoint": "home", "slots": 1}, person={"id": "p"}))
    serving = service.models.current
    wanted, found = service.answering.wanted(asked, serving, Timing())
    document = explained(serving, found, wanted)
    features = document["touchpoints"][0]["placements"][0]["features"]

    assert len(features) == len(serving.model.features.features)
    assert {each["theme"] for each in features} == {"person", "scene", "product", "match"}
    assert any(each["value"] is None for each in features)
    assert document["person"]["history"] == 2
