"""What may be asked of the configuration: strict shapes, with limits."""

import pytest
from pydantic import ValidationError

from service.asked_configuration import CheckRequest, DocumentsRequest, RevisionsQuery, RollbackRequest


@pytest.mark.parametrize(
    ("shape", "document"),
    [
        (DocumentsRequest, {"documents": {"facts": []}}),
        (DocumentsRequest, {"documents": {"facts": {}}, "reason": "x"}),
        (DocumentsRequest, {"documents": {"facts": []}, "reason": ""}),
        (DocumentsRequest, {"documents": {"facts": []}, "reason": "x", "author": "a" * 129}),
        (RollbackRequest, {"reason": "x", "to": -1}),
        (RollbackRequest, {"reason": "x", "to": "1"}),
        (CheckRequest, {"documents": {}}),
        (CheckRequest, {"documents": {"facts": []}, "reason": "x"}),
        (RevisionsQuery, {"limit": 0}),
        (RevisionsQuery, {"cursor": 0}),
    ],
)
def test_what_is_refused(shape, document):
    """Wrong types, missing reasons, unknown fields and numbers out of range."""
    with pytest.raises(ValidationError):
        shape.model_validate(document)


def test_what_is_taken():
    """A change says why; who is optional."""
    asked = DocumentsRequest.model_validate({"documents": {"facts": [{}]}, "reason": "x"})

    assert (asked.author, asked.parent, asked.dry_run) == (None, None, False)
