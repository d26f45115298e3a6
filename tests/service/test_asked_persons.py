"""What may be asked about persons: strict shapes, with limits."""

import pytest
from pydantic import ValidationError

from service.asked_persons import AlarmsQuery, ConsentRequest, LinksRequest, PersonQuery, ProofRequest


@pytest.mark.parametrize(
    ("shape", "document"),
    [
        (ConsentRequest, {"personalize": 1}),
        (ConsentRequest, {"hidden": "city"}),
        (ConsentRequest, {"hidden": ["x"] * 201}),
        (LinksRequest, {"identities": {"": "x"}}),
        (LinksRequest, {"identities": {str(number): "x" for number in range(21)}}),
        (LinksRequest, {"persons": ["x" * 129]}),
        (ProofRequest, {}),
        (ProofRequest, {"person": {"id": "p", "attributes": {}}}),
        (PersonQuery, {"timeline": "-1"}),
        (PersonQuery, {"timeline": "1001"}),
        (AlarmsQuery, {"limit": "0"}),
    ],
)
def test_other_shapes_are_refused(shape, document):
    """What is unknown, of another type or beyond a limit."""
    with pytest.raises(ValidationError):
        shape.model_validate(document)


def test_what_is_left_out_is_told_from_what_is_empty():
    """Nothing hidden is said by an empty list, and not by silence."""
    assert ConsentRequest.model_validate({}).hidden is None
    assert ConsentRequest.model_validate({"hidden": []}).hidden == []
