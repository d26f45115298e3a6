"""What may be asked of measures."""

import pytest
from pydantic import ValidationError

from service.asked_measures import NothingAsked, ProbesQuery


def test_alarms_have_a_limit():
    """Within reason."""
    assert ProbesQuery().limit == 20
    for given in (0, 501):
        with pytest.raises(ValidationError):
            ProbesQuery(limit=given)


def test_nothing_else_is_asked():
    """An unknown parameter is an error."""
    with pytest.raises(ValidationError):
        NothingAsked.model_validate({"days": 3})
