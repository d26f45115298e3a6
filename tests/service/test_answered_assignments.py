"""The shape of what clients assign by is that of the documents they are given."""

import json

import pytest
from pydantic import ValidationError

from service.answered_assignments import AssignmentsAnswer
from tests.assignment_vectors import FILE

DOCUMENTS = [each["document"] for each in json.loads(FILE.read_text())]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_document_of_the_vectors_fits(document):
    """Nothing is missing, nothing is besides."""
    assert AssignmentsAnswer.model_validate(document).model_dump() == document


def test_a_tester_would_not_fit():
    """No place in it is for ids."""
    phase = {**DOCUMENTS[0]["experiments"][0], "forced": {"zhang-san": "challenger"}}

    with pytest.raises(ValidationError):
        AssignmentsAnswer.model_validate({**DOCUMENTS[0], "experiments": [phase]})
