"""Parts of documents are strict."""

import pytest
from pydantic import ValidationError

from slotwise.measures.shape import Shape


class _Part(Shape):
    count: int


@pytest.mark.parametrize("given", [{"count": "1"}, {"count": 1, "more": 2}, {}])
def test_only_what_is_known_and_of_its_type_is_taken(given):
    """A misspelt field or a number as text is an error, not a default."""
    with pytest.raises(ValidationError):
        _Part.model_validate(given)


def test_nothing_changes_afterwards():
    """A document that was checked stays what it is."""
    with pytest.raises(ValidationError):
        _Part(count=1).count = 2
