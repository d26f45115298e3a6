"""Block: closes what the rule is about."""

import numpy as np

from slotwise.rulebook.kinds.block import Block
from slotwise.schedule import ALWAYS
from tests.worlds import make_catalog


def test_it_closes_what_is_matched():
    """And nothing else."""
    matched = np.array([True, False] * 2)
    effect = Block().effect(matched, make_catalog(2), ALWAYS)

    assert (effect.mask.tolist(), effect.pace) == (matched.tolist(), None)
