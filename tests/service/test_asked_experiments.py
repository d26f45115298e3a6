"""What may be asked about experiments: strict shapes, with reasons for whatever changes something."""

import pytest
from pydantic import ValidationError

from service.asked_experiments import ActRequest, PhaseRequest, RampRequest, ReportQuery, StartRequest


@pytest.mark.parametrize(
    ("shape", "given"),
    [
        (ActRequest, {}),
        (ActRequest, {"reason": ""}),
        (ActRequest, {"reason": "a", "extra": 1}),
        (ActRequest, {"reason": "a", "parent": -1}),
        (RampRequest, {"reason": "a"}),
        (RampRequest, {"reason": "a", "share": 0}),
        (StartRequest, {"reason": "a", "share": 1.5}),
        (StartRequest, {"reason": "a", "override": "yes"}),
        (ReportQuery, {"phase": 0}),
    ],
)
def test_what_does_not_fit_is_refused(shape, given):
    """No act without a reason, no share beyond the whole, nothing unknown."""
    with pytest.raises(ValidationError):
        shape.model_validate(given)


def test_what_may_be_left_out():
    """A start takes the document's share, a phase may differ in nothing."""
    assert StartRequest.model_validate({"reason": "a"}).share is None
    assert PhaseRequest.model_validate({"reason": "a"}).experiment == {}
    assert RampRequest.model_validate({"reason": "a", "share": 1}).share == 1.0
