"""Ratios of counts are shrunk as far as the counts of all say, and their intervals hold the truth."""

import numpy as np
import pytest
from scipy import integrate, stats

from slotwise.analysis import gamma_poisson as gp


def drawn(seed, n=2_000, due=15.0):
    """Ratios of which one in twelve is a tenth of the others, with counts."""
    rng = np.random.default_rng(seed)
    ratio = np.exp(rng.normal(0, 0.3, n)) * np.where(rng.random(n) < 1 / 12, 0.1, 1.0)
    expected = np.full(n, due)
    return ratio, rng.poisson(expected * ratio).astype(float), expected


def known(counts, expected, shape=256.0):
    """What is known of each ratio."""
    likelihood = gp.log_likelihood(counts[:, None], expected[:, None] * gp.GRID, shape)
    prior = gp.fit_prior(likelihood)
    return gp.posterior(likelihood, prior), prior


def test_the_likelihood_is_that_of_the_negative_binomial():
    """Up to the factorial of the count, which no ratio changes."""
    y, mean, shape = 7.0, 4.2, 8.0
    exact = stats.nbinom.logpmf(y, shape, shape / (shape + mean))

    assert gp.log_likelihood(np.array(y), np.array(mean), shape) - np.log(5_040) ** 1 == pytest.approx(exact)


def test_two_kinds_of_contents_are_told_apart():
    """Of those with less than a fortieth chance of being wrong, at most so many are wrong."""
    ratio, counts, expected = drawn(1)
    weights, prior = known(counts, expected)
    weak = weights[:, gp.GRID < 0.4].sum(axis=1)

    assert prior[gp.GRID < 0.3].sum() == pytest.approx(1 / 12, abs=0.03)
    assert np.mean(ratio[weak > 0.975] > 0.4) < 0.05
    assert np.mean(weak[ratio < 0.2] > 0.5) > 0.9


def test_intervals_hold_the_truth():
    """95 % of them, over thousands of contents."""
    ratio, counts, expected = drawn(2)
    weights, _ = known(counts, expected)
    low, high = gp.interval(weights, counts, expected, 256.0)

    assert np.mean((low <= ratio) & (ratio <= high)) == pytest.approx(0.95, abs=0.02)


def test_moments_are_those_of_the_distribution():
    """Held against numerical integration of its own cumulative distribution."""
    counts, expected = np.array([3.0]), np.array([5.0])
    weights, _ = known(*drawn(3)[1:])
    weights = weights[:1]
    mean, variance = gp.mean_and_variance(weights, counts, expected, 8.0)

    def above(bound, power):
        return (
            power * bound ** (power - 1) * (1 - gp.chance_below(np.array([bound]), weights, counts, expected, 8.0)[0])
        )

    first, _ = integrate.quad(above, 0, 20, args=(1,), limit=200)
    second, _ = integrate.quad(above, 0, 20, args=(2,), limit=200)
    assert mean[0] == pytest.approx(first, rel=1e-4)
    assert variance[0] == pytest.approx(second - first**2, rel=1e-3)


def test_the_shape_of_what_varies_is_found():
    """Much where counts vary more than chance lets them, little where they do not, and nothing of nothing."""
    rng = np.random.default_rng(4)
    expected = np.full(3_000, 20.0)
    varied = rng.poisson(expected * rng.gamma(4.0, 1 / 4.0, len(expected))).astype(float)

    assert gp.fit_shape(varied, expected) == 4.0
    assert gp.fit_shape(rng.poisson(expected).astype(float), expected) >= 64.0
    assert gp.fit_shape(np.zeros(0), np.zeros(0)) == gp.SHAPES[-1]
