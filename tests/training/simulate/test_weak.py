"""Weak contents are planted where one asks for them, and nowhere else."""

import numpy as np

from training.simulate.weak import WEAK
from training.simulate.world import World


def test_a_world_is_as_it_was_without_planting():
    """The truth is the same but for the creatives that were planted."""
    plain, planted = World.load(seed=3, days=7), World.load(seed=3, days=7, weak=40)
    lost = plain.effects.creative - planted.effects.creative

    assert len(plain.weak) == 0
    assert len(np.unique(planted.weak)) == 40
    assert np.allclose(lost[planted.weak], WEAK)
    assert np.count_nonzero(lost) == 40
    assert np.array_equal(plain.policy.weight, planted.policy.weight)


def test_planted_contents_are_shown_from_the_first_day():
    """So that a week of log has them all week."""
    planted = World.load(seed=4, days=7, weak=40)

    assert planted.on_sale[:, planted.catalog.content_product[planted.weak]].all()
