"""Quota: closes what the rule is about at its pace."""

import numpy as np

from slotwise.rulebook.kinds.quota import Quota
from slotwise.schedule import ALWAYS
from tests.worlds import make_catalog


def test_it_closes_at_a_pace():
    """That of its parameters."""
    effect = Quota(share=0.2).effect(np.ones(4, bool), make_catalog(2), ALWAYS)

    assert effect.mask.all()
    assert (effect.pace.share, effect.pace.number) == (0.2, None)
