"""What may be asked about tags."""

import pytest
from pydantic import ValidationError

from service.asked_tags import TagsQuery


def test_a_query_as_it_stands_in_an_address():
    """Texts are read; without any, all tags, uncounted."""
    assert TagsQuery.model_validate({"status": "live", "counts": "true"}) == TagsQuery(status="live", counts=True)
    assert (TagsQuery().status, TagsQuery().counts) == (None, False)


@pytest.mark.parametrize("wrong", [{"status": "dead"}, {"counts": "some"}, {"odd": "1"}])
def test_anything_else_is_refused(wrong):
    """An unknown status, a word that is no truth, an unknown name."""
    with pytest.raises(ValidationError):
        TagsQuery.model_validate(wrong)
