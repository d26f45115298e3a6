"""Quantiles of persons' values, compared."""

import numpy as np
import pytest
from scipy.special import ndtri

from slotwise.errors import StatisticsError
from slotwise.statistics.quantiles import compare_quantiles, quantile


def test_the_variance_is_that_of_the_asymptotic_formula():
    """q (1 - q) / (n f^2) for a density that is known."""
    values = np.sort(np.random.default_rng(1).uniform(size=40_000))

    assert quantile(values, 0.9).value == pytest.approx(0.9, abs=0.01)
    assert quantile(values, 0.9).variance == pytest.approx(0.9 * 0.1 / 40_000, rel=0.2)


def test_ties_say_that_nothing_can_be_told():
    """The median of persons most of whom bought nothing has no interval, rather than one of width 0."""
    values = np.sort(np.random.default_rng(2).poisson(0.2, 1_000))
    found = compare_quantiles(values, values, 0.5)

    assert found.refused
    assert found.absolute.low == -np.inf


def test_a_quantile_too_far_out_is_told():
    """The 99.9 % quantile of a hundred persons lies beyond them."""
    with pytest.raises(StatisticsError):
        quantile(np.arange(100.0), 0.999)


@pytest.mark.parametrize(
    ("values", "at"), [([3.0, 1.0, 2.0], 0.5), ([[1.0]], 0.5), ([1.0, 2.0], 1.0), ([1, np.nan], 0.5)]
)
def test_what_is_not_ascending_values_is_told(values, at):
    """Unsorted, nested or missing values would give a wrong quantile silently."""
    with pytest.raises(StatisticsError):
        quantile(values, at)


@pytest.mark.slow
@pytest.mark.parametrize("at", [0.5, 0.9])
def test_intervals_of_skewed_values_hold_the_truth(at):
    """Lognormal values, 95 % intervals of the difference: they hold it in 93.5 to 97 % of the runs."""
    rng, runs, held = np.random.default_rng(3), 1_500, 0
    truth = float(np.exp(0.1 + ndtri(at)) - np.exp(ndtri(at)))
    for _ in range(runs):
        one, other = np.sort(rng.lognormal(0, 1, 800)), np.sort(rng.lognormal(0.1, 1, 800))
        found = compare_quantiles(one, other, at).absolute
        held += found.low <= truth <= found.high

    assert 0.935 <= held / runs <= 0.97


def test_the_error_is_that_of_the_ranks_around_it():
    """Of the numbers 0 to 99 neighbours are 1 apart, so the median's error is that of its rank, sqrt(100 / 4)."""
    assert quantile(np.arange(100.0), 0.5).standard_error == pytest.approx(5.0, rel=1e-12)


def test_values_that_are_not_sorted_are_told():
    """Ranks are read off by place, so a value out of place would be a wrong bound."""
    values = np.arange(200.0)
    values[[50, 51]] = values[[51, 50]]

    with pytest.raises(StatisticsError):
        quantile(values, 0.5)
