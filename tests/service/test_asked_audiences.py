"""What may be asked about audiences: limits of every field, and nothing that is not known."""

import pytest
from pydantic import ValidationError

from service.asked_audiences import BestRequest, ExportRequest, LiftQuery, MembersQuery, OverlapRequest, PreviewQuery


@pytest.mark.parametrize(
    ("shape", "document"),
    [
        (PreviewQuery, {"limit": 0}),
        (PreviewQuery, {"limit": 1_001}),
        (MembersQuery, {"limit": 10_001}),
        (MembersQuery, {"other": 1}),
        (LiftQuery, {"days": 0}),
        (LiftQuery, {"days": float("nan")}),
        (LiftQuery, {"event": ""}),
        (OverlapRequest, {}),
        (OverlapRequest, {"names": ["a"] * 101}),
        (OverlapRequest, {"names": [1]}),
        (ExportRequest, {"webhook": ""}),
        (ExportRequest, {"format": "csv"}),
        (BestRequest, {"holdout": 1.1}),
        (BestRequest, {"sample": 0}),
        (BestRequest, {"sample": 20_001}),
        (BestRequest, {"contact": {"most": 1}}),
    ],
)
def test_what_is_out_of_range_is_refused(shape, document):
    """A limit below one, a share above one, an unknown field."""
    with pytest.raises(ValidationError):
        shape.model_validate(document)


def test_everything_has_a_default():
    """An empty body asks for what is usual."""
    asked = BestRequest.model_validate({})

    assert (asked.limit, asked.sample, asked.export) == (100, 2_000, False)
    assert ExportRequest.model_validate({}).webhook is None
