"""Allow only: closes everything that the rule is not about."""

import numpy as np

from slotwise.rulebook.kinds.allow_only import AllowOnly
from slotwise.schedule import ALWAYS
from tests.worlds import make_catalog


def test_it_closes_the_rest():
    """What is matched stays open."""
    matched = np.array([True, False] * 2)

    assert AllowOnly().effect(matched, make_catalog(2), ALWAYS).mask.tolist() == (~matched).tolist()
