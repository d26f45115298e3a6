"""Frequency cap: how many in which window, counted how."""

import numpy as np
import pytest
from pydantic import ValidationError

from slotwise.rulebook.kinds.frequency_cap import HOUR, FrequencyCap
from slotwise.schedule import ALWAYS
from tests.worlds import make_catalog


def test_hours_become_milliseconds():
    """Windows and rests."""
    effect = FrequencyCap(most=3, hours=1.5, rest_hours=2.0).effect(np.ones(4, bool), make_catalog(2), ALWAYS)
    assert (effect.most, effect.window, effect.rest) == (3, 1.5 * HOUR, 2 * HOUR)


@pytest.mark.parametrize(
    "given", [{}, {"most": -1}, {"most": 1, "hours": 0}, {"most": 1, "rest_hours": -1}, {"most": 1, "per": "person"},
              {"most": 1, "on": "bought"}, {"most": 2.5}],
)  # fmt: skip
def test_a_cap_that_is_none_is_refused(given):
    """Nothing counted and no rest, negative numbers, unknown ways of counting."""
    with pytest.raises(ValidationError):
        FrequencyCap.model_validate(given)
