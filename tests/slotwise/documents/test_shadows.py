"""Shadows as documents: one at a time, within a core."""

import pytest
from pydantic import ValidationError

from slotwise.configuration import Configuration
from slotwise.documents.shadows import Shadow

PINNED = {"model": "m", "version": "2", "folder": "2-x", "digest": "x"}
ENTRY = {"shadow": "challenger", "pinned": PINNED, "budget": 0.1, "began_at": 5}


@pytest.mark.parametrize("given", [{"budget": 0.0}, {"budget": 1.5}, {"shadow": "a b"}, {"unknown": 1}])
def test_wrong_values_are_refused(given):
    """A share of one core, and a name that the shelf could have."""
    with pytest.raises(ValidationError):
        Shadow.model_validate({**ENTRY, **given})


def test_one_at_a_time():
    """With the place of the second."""
    assert Configuration.look_at({"shadows": [ENTRY]})[1] == []
    _, found = Configuration.look_at({"shadows": [ENTRY, {**ENTRY, "shadow": "other"}]})

    assert [(each.pointer, each.code) for each in found] == [("/shadows/1", "shadows_too_many")]
