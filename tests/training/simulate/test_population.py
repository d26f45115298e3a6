"""Who the persons are."""

import numpy as np

from training.simulate import population
from training.simulate.population import draw_attributes, draw_channels, pick


def test_tables_are_distributions():
    """Shares of leanings, tiers and systems sum to one in every row."""
    for table in (population.LEANING_BY_AGE, population.TIER_BY_LEANING, population.SYSTEM_BY_TIER):
        assert np.allclose(table.sum(axis=1), 1.0)


def test_pick_follows_the_weights(rng):
    """A weight of zero is never picked and the others in proportion."""
    picks = pick(np.tile([0.0, 3.0, 1.0], (20_000, 1)), rng)

    assert set(picks.tolist()) == {1, 2}
    assert abs((picks == 1).mean() - 0.75) < 0.02


def test_the_old_lean_otherwise_than_the_young(rng):
    """Age, which is visible, says something about leanings, which are not."""
    people = draw_attributes(5_000, rng)
    senior = population.LEANINGS.index("senior")

    assert (people["leaning"][people["age"] == 4] == senior).mean() > 0.5
    assert not (people["leaning"][people["age"] == 0] == senior).any()


def test_channel_mix_sums_to_one(rng):
    """Every person's shares of channels sum to one and the app leads."""
    mix = draw_channels(2_000, ["web", "app", "kiosk"], rng)

    assert np.allclose(mix.sum(axis=1), 1.0)
    assert mix.mean(axis=0).argmax() == 1
