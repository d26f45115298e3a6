"""The relative lift on the logarithmic scale."""

import numpy as np
import pytest

from slotwise.statistics.comparing import compare
from slotwise.statistics.moments import Moments
from slotwise.statistics.relating import by_logarithm


def rows(mean, seed, n=400):
    """Persons with skewed values."""
    return np.column_stack([np.random.default_rng(seed).exponential(mean, n), np.ones((n, 3))])


def test_the_interval_is_symmetric_as_a_factor():
    """Half and double are as far from 1 as each other."""
    found = by_logarithm(compare(Moments.of(rows(2, 1)), Moments.of(rows(3, 2))))

    assert (1 + found.high) / (1 + found.value) == pytest.approx((1 + found.value) / (1 + found.low))


def test_it_is_near_the_linear_one_where_there_are_many_persons():
    """The two forms of the delta method agree in the limit."""
    comparison = compare(Moments.of(rows(2, 1, 200_000)), Moments.of(rows(2.1, 2, 200_000)))

    assert by_logarithm(comparison).low == pytest.approx(comparison.relative.low, abs=1e-4)


def test_a_treated_value_of_nothing_has_no_logarithm():
    """Everybody of the variant at 0: no interval, no crash."""
    assert by_logarithm(compare(Moments.of(rows(2, 1)), Moments.of(rows(2, 2) * [0, 1, 1, 1]))) is None
