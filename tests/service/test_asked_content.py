"""What may be asked of reviews."""

import pytest
from pydantic import ValidationError

from service.asked_content import ReviewQuery, ValueQuery


def test_a_touchpoint_and_a_verdict_may_be_asked_for():
    """Neither has to."""
    assert ReviewQuery.model_validate({}).touchpoint is None
    assert ReviewQuery.model_validate({"touchpoint": "home", "verdict": "replace"}).verdict == "replace"


@pytest.mark.parametrize("asked", [{"verdict": "bad"}, {"touchpoint": ""}, {"touchpoints": "home"}])
def test_anything_else_is_refused(asked):
    """It is a mistake of whoever asks."""
    with pytest.raises(ValidationError):
        ReviewQuery.model_validate(asked)
    with pytest.raises(ValidationError):
        ValueQuery.model_validate(asked)
