"""The shapes of requests: strict, with the exceptions that JSON itself asks for."""

import math

import pytest
from pydantic import ValidationError

from service.asked import AskedTouchpoint, DecisionRequest, Person


def test_facts_are_texts_and_numbers():
    """true and false become their words, null is a fact that is missing."""
    asked = DecisionRequest(
        touchpoints=[AskedTouchpoint(touchpoint="home")],
        context={"a": True, "b": None, "c": 1, "d": 0.5, "e": "x", "f": False},
    )

    assert asked.context == {"a": "true", "c": 1, "d": 0.5, "e": "x", "f": "false"}


@pytest.mark.parametrize(
    "facts", [{"": 1}, {"x" * 129: 1}, {"x": math.nan}, {"x": math.inf}, {"x": []}, {str(n): n for n in range(201)}]
)
def test_facts_have_bounds(facts):
    """Names, values and their number are limited."""
    with pytest.raises(ValidationError):
        Person(attributes=facts)


def test_a_whole_number_may_be_written_with_a_point():
    """3.0 is as whole as 3 in JSON; 3.5, "3" and true are not whole numbers."""
    assert AskedTouchpoint.model_validate({"touchpoint": "home", "slots": 3.0}).slots == 3
    for wrong in (3.5, "3", True, 0, -1.0):
        with pytest.raises(ValidationError):
            AskedTouchpoint.model_validate({"touchpoint": "home", "slots": wrong})
