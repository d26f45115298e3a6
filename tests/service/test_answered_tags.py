"""What is told about tags."""

import pytest
from pydantic import ValidationError

from service.answered_tags import TagAnswer, TagShownAnswer
from slotwise.configuration import seeded
from slotwise.documents.tags import Tag


def test_every_tag_of_the_seeds_fits():
    """As it is written, with what is counted."""
    for tag in seeded("echannel").of(Tag):
        told = TagAnswer.model_validate({"threshold": 1, **tag.to_json(), "held_by": None, "matches_everybody": False})
        assert told.tag == tag.tag


def test_nothing_unknown_is_told():
    """Whatever is added to answers has to be added to their shape."""
    tag = seeded("echannel").of(Tag)[0].to_json()
    told = {"threshold": 1, **tag, "held_by": 3, "matches_everybody": False}
    assert TagShownAnswer.model_validate({**told, "shares_most_with": [], "all_persons": 9})
    with pytest.raises(ValidationError):
        TagAnswer.model_validate({**told, "colour": "red"})
