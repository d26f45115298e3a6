"""The shapes of answers refuse what the API does not promise."""

import pytest
from pydantic import ValidationError

from service.answered import DecisionAnswer, PlacementAnswer

PLACED = {"slot": 1, "content_id": "c", "product_id": "p", "score": 0.1, "propensity": 0.5, "token": "t"}


def test_a_placement_has_a_propensity_above_zero():
    """A content that is shown was possible."""
    assert PlacementAnswer.model_validate(PLACED).propensity == 0.5
    for wrong in (0, 1.1, None):
        with pytest.raises(ValidationError):
            PlacementAnswer.model_validate({**PLACED, "propensity": wrong})


def test_an_answer_has_no_fields_that_are_not_documented():
    """Whatever is added to answers has to be added to their shape."""
    answer = {
        "request_id": None,
        "decision_id": "d",
        "person": {"id": None, "known": False},
        "scene": None,
        "ttl_seconds": 60,
    }
    entry = {"touchpoint": "home", "service_level": "ranker", "placements": [PLACED]}

    assert DecisionAnswer.model_validate({**answer, "touchpoints": [entry]})
    with pytest.raises(ValidationError):
        DecisionAnswer.model_validate({**answer, "touchpoints": [{**entry, "colour": "red"}]})
