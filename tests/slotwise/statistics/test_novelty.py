"""Does an effect wear off?"""

import numpy as np
import pytest

from slotwise.errors import StatisticsError
from slotwise.statistics.moments import Moments
from slotwise.statistics.novelty import novelty, slope_weights

DAYS = 7


def slopes(effect_by_day, seed, n=6_000):
    """Persons with a liking of their own and an effect of every day, summed to their slopes."""
    rng = np.random.default_rng(seed)
    daily = rng.gamma(2.0, size=(n, 1)) + rng.normal(size=(n, DAYS)) + effect_by_day
    return Moments.of(np.column_stack([daily @ slope_weights(DAYS), np.ones(n), np.zeros((n, 2))]))


def test_the_weights_give_the_least_squares_slope():
    """Summed over a person's days they are what a fitted line says."""
    values = np.random.default_rng(1).normal(size=DAYS)

    assert values @ slope_weights(DAYS) == pytest.approx(np.polyfit(np.arange(DAYS), values, 1)[0])


def test_an_effect_that_wears_off_is_found():
    """It falls by a twentieth a day, and the slope says so."""
    found = novelty(slopes(0.0, 2), slopes(0.4 - 0.05 * np.arange(DAYS), 3))

    assert found.found
    assert found.per_day.value == pytest.approx(-0.05, abs=0.02)


def test_an_effect_that_stays_is_no_novelty():
    """A constant lift has no slope."""
    assert not novelty(slopes(0.0, 4), slopes(0.4, 5)).found


def test_one_day_has_no_slope():
    """A trend needs two days."""
    with pytest.raises(StatisticsError):
        slope_weights(1)
