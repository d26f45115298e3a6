"""Boost: a term of a strength."""

import numpy as np
import pytest
from pydantic import ValidationError

from slotwise.rulebook.kinds.boost import Boost
from slotwise.schedule import ALWAYS
from tests.worlds import make_catalog


def test_it_lifts_or_lowers():
    """By its strength, always."""
    effect = Boost(strength=-0.5).effect(np.ones(4, bool), make_catalog(2), ALWAYS)
    assert (effect.strength, effect.pace) == (-0.5, None)


@pytest.mark.parametrize("strength", [21, -21, float("nan"), float("inf"), "1", True])
def test_strengths_have_a_range(strength):
    """Numbers that are ones, within twenty standard deviations."""
    with pytest.raises(ValidationError):
        Boost.model_validate({"strength": strength})
