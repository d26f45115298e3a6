"""Weak contents are planted where one asks for them, and nowhere else."""

import numpy as np
import pytest

from slotwise.errors import CatalogError
from training.simulate.weak import WEAK
from training.simulate.world import World

PLANTED = ("c_003", "c_128")


def test_only_what_was_planted_is_weak():
    """The truth is the same but for these creatives, and the policy that writes the log knows nothing of it."""
    plain, planted = World.load(seed=3, days=7), World.load(seed=3, days=7, weak=PLANTED)
    lost = plain.effects.creative - planted.effects.creative

    assert (plain.weak, planted.weak) == ((), PLANTED)
    assert np.allclose(lost[[planted.catalog.content_code[each] for each in PLANTED]], WEAK)
    assert np.count_nonzero(lost) == 2
    assert np.array_equal(plain.policy.weight, planted.policy.weight)


def test_a_content_that_is_not_there_cannot_be_planted():
    """It is named."""
    with pytest.raises(CatalogError) as caught:
        World.load(weak=["c_none"])

    assert "c_none" in caught.value.detail


def test_a_planted_world_is_opened_as_it_was_made(tmp_path):
    """Its truth says what was planted."""
    from training.simulate.run import simulate

    simulate(tmp_path / "log", 20, 2, weak=PLANTED)

    assert World.of(tmp_path / "log").weak == PLANTED
