"""The question why somebody does not see something, from the service's own state and model."""

from service.answered_why_not import WhyNotAnswer
from service.asked_why_not import WhyNotRequest
from service.why_not import answered


def asked(**fields) -> WhyNotRequest:
    return WhyNotRequest.model_validate({"touchpoint": "home", "content": "p0.tile", **fields})


def test_reasons_as_a_document(service):
    """As the answer's shape says; the scene is found from the context that is given."""
    serving = service.models.current
    told = answered(service, serving, "p", asked(context={"data_used_ratio": 1.2}))
    WhyNotAnswer.model_validate(told)

    assert (told["blocked"], told["scene"]) == (True, "over_quota")
    assert told["reasons"][0]["code"] == "kind_not_taken"
    assert told["reasons"][0]["facts"]["kinds"] == ["banner"]
