"""Bootstrap intervals over persons."""

import numpy as np

from bench.quality.intervals import interval, paired_difference, paired_ratio, person_weights
from bench.quality.measures import Mean


def test_the_interval_is_that_of_the_mean() -> None:
    """For independent persons the interval is close to the normal one, 1.96 standard errors on each side."""
    values = np.random.default_rng(0).normal(5, 2, 500)
    found = interval(Mean(values, np.arange(500)), person_weights(500))
    assert found.low < found.value < found.high
    assert np.isclose(found.high - found.low, 2 * 1.96 * values.std() / np.sqrt(500), rtol=0.1)


def test_the_queries_of_one_person_are_drawn_together() -> None:
    """Copies of the same persons' queries do not make the interval narrower."""
    values = np.random.default_rng(0).normal(5, 2, 100)
    weights = person_weights(100)
    once = interval(Mean(values, np.arange(100)), weights)
    copied = interval(Mean(np.tile(values, 9), np.tile(np.arange(100), 9)), weights)
    assert np.isclose(once.low, copied.low)
    assert np.isclose(once.high, copied.high)


def test_pairs_cancel_what_both_share() -> None:
    """A model that is always a tenth better is so in every resample."""
    values = np.random.default_rng(0).random(80)
    pair = Mean(1.1 * values, np.arange(80)), Mean(values, np.arange(80)), person_weights(80)
    ratio = paired_ratio(*pair)
    assert np.allclose([ratio.value, ratio.low, ratio.high], 1.1)
    assert paired_difference(*pair).low > 0


def test_the_draws_are_the_same_on_every_call() -> None:
    """Results of different runs are compared on the same resamples."""
    assert (person_weights(7, 5) == person_weights(7, 5)).all()
    assert (person_weights(7, 5).sum(axis=1) == 7).all()
