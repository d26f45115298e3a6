"""What may be asked about worklists: strict shapes, with limits."""

import pytest
from pydantic import ValidationError

from service.asked_worklists import ReleaseRequest, ReportQuery, ResultRequest, TakeRequest, WorklistQuery


@pytest.mark.parametrize(
    ("shape", "document"),
    [
        (TakeRequest, {}),
        (TakeRequest, {"agent": ""}),
        (TakeRequest, {"agent": "a", "count": 0}),
        (TakeRequest, {"agent": "a", "count": 101}),
        (ResultRequest, {"agent": "a"}),
        (ResultRequest, {"agent": "a", "result": "sold", "note": "x" * 4_001}),
        (ResultRequest, {"agent": "a", "result": "sold", "price": 3}),
        (ReleaseRequest, {"agent": "x" * 129}),
        (WorklistQuery, {"limit": "0"}),
        (WorklistQuery, {"cursor": "nonsense"}),
        (ReportQuery, {"days": "0"}),
        (ReportQuery, {"days": "nan"}),
    ],
)
def test_other_shapes_are_refused(shape, document):
    """What is unknown, of another type or beyond a limit."""
    with pytest.raises(ValidationError):
        shape.model_validate(document)


def test_little_has_to_be_said():
    """One task at a time, no note, and the result's own time for a follow-up."""
    assert TakeRequest.model_validate({"agent": "a"}).count == 1
    asked = ResultRequest.model_validate({"agent": "a", "result": "sold"})
    assert (asked.note, asked.follow_up_at) == ("", None)
