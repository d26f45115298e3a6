"""Pin: a slot for what the rule is about."""

import numpy as np
import pytest
from pydantic import ValidationError

from slotwise.rulebook.kinds.pin import Pin
from slotwise.schedule import ALWAYS
from tests.worlds import make_catalog


def test_slots_count_from_one():
    """The first by default; there is none before it."""
    assert Pin().effect(np.ones(4, bool), make_catalog(2), ALWAYS).slot == 1
    with pytest.raises(ValidationError):
        Pin(slot=0)
