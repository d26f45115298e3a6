"""What may be asked: both ids, and a situation."""

import pytest
from pydantic import ValidationError

from service.asked_why_not import WhyNotQuery, WhyNotRequest


def test_both_ids_are_needed():
    """In the query string and in the body."""
    for shape in (WhyNotQuery, WhyNotRequest):
        assert shape.model_validate({"touchpoint": "t", "content": "c"}).content == "c"
        for wrong in (
            {},
            {"touchpoint": "t"},
            {"touchpoint": "", "content": "c"},
            {"touchpoint": "t", "content": "c" * 129},
        ):
            with pytest.raises(ValidationError):
                shape.model_validate(wrong)


@pytest.mark.parametrize("more", [{"slots": 0}, {"slots": 1.5}, {"context": [1]}, {"scene": 3}, {"who": "me"}])
def test_a_situation_is_checked(more):
    """As that of a decision."""
    with pytest.raises(ValidationError):
        WhyNotRequest.model_validate({"touchpoint": "t", "content": "c", **more})
