"""Means over seeds: t intervals, and ratios as logarithms."""

import math

import numpy as np
import pytest

from training.simulate.closed_loop.over_seeds import mean, ratio


def test_the_interval_is_students():
    """Five values have the interval of a t distribution with four degrees of freedom."""
    middle, low, high = mean([1.0, 2.0, 3.0, 4.0, 5.0])
    assert middle == 3.0
    assert (low, high) == pytest.approx((3 - 2.7764451 * math.sqrt(0.5), 3 + 2.7764451 * math.sqrt(0.5)))


def test_one_seed_has_no_interval():
    """From a single value nothing can be said of its spread."""
    assert mean([2.0])[0] == 2.0
    assert np.isnan(mean([2.0])[1:]).all()


def test_ratios_are_geometric():
    """Twice and half as much are level together."""
    middle, low, high = ratio([2.0, 1.0], [1.0, 2.0])
    assert middle == pytest.approx(1.0)
    assert low == pytest.approx(1 / high)


def test_intervals_cover_what_they_should():
    """Of 2,000 samples of five, about 95 in 100 intervals hold the true mean."""
    chance = np.random.default_rng(5)
    bounds = np.array([mean(chance.normal(size=5).tolist())[1:] for _ in range(2_000)])
    assert 0.935 < ((bounds[:, 0] <= 0) & (bounds[:, 1] >= 0)).mean() < 0.965
