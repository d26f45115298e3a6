"""Guarantee: lifts what the rule is about at its pace."""

import numpy as np
import pytest
from pydantic import ValidationError

from slotwise.rulebook.kinds.guarantee import Guarantee
from slotwise.schedule import ALWAYS
from tests.worlds import make_catalog


def test_it_lifts_at_a_pace():
    """With its own strength, which is above nothing."""
    effect = Guarantee(exposures=20, strength=0.5).effect(np.ones(4, bool), make_catalog(2), ALWAYS)

    assert (effect.strength, effect.pace.number) == (0.5, 20.0)
    with pytest.raises(ValidationError):
        Guarantee(exposures=20, strength=0)
