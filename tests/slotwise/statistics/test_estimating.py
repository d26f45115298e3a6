"""One variant's value and its variance."""

import numpy as np
import pytest
from statsmodels.stats.weightstats import DescrStatsW

from slotwise.errors import StatisticsError
from slotwise.statistics.estimating import estimate
from slotwise.statistics.moments import Moments

ROWS = np.random.default_rng(5).poisson(3.0, size=(400, 4)).astype(float)


def test_a_mean_is_that_of_statsmodels():
    """Value, standard error and t interval agree with a well-kept reference."""
    found, meant = estimate(Moments.of(ROWS)), DescrStatsW(ROWS[:, 0])

    assert found.value == pytest.approx(meant.mean, abs=1e-12)
    assert found.standard_error == pytest.approx(meant.std_mean, abs=1e-12)
    assert found.interval(0.9) == pytest.approx(meant.tconfint_mean(0.1), abs=1e-9)


def test_a_ratio_varies_as_its_linear_form_over_persons():
    """The delta method is the variance of (x - R y) / mean y."""
    x, y = ROWS[:, 0], ROWS[:, 1]
    found, linear = estimate(Moments.of(ROWS), "ratio"), (x - x.sum() / y.sum() * y) / y.mean()

    assert found.value == pytest.approx(x.sum() / y.sum(), abs=1e-12)
    assert found.variance == pytest.approx(linear.var(ddof=1) / len(x), rel=1e-9)


def test_nothing_to_divide_by_is_told():
    """A variant in which nobody saw anything has no click rate."""
    with pytest.raises(StatisticsError):
        estimate(Moments.of(ROWS * [1, 0, 1, 1]), "ratio")


def test_what_never_varied_has_no_bounds():
    """A hundred persons with the same value do not prove that value."""
    assert estimate(Moments.of(np.ones((100, 4)))).interval() == (-np.inf, np.inf)


def test_the_ratio_by_hand():
    """Of three persons with 1 of 2, 0 of 1 and 3 of 4 clicks R = 4/7, and all variances and covariances are 7/3:
    (1 - 2 R + R^2) 7/3 / (3 (7/3)^2) = 9/343 (Deng, Knoblich, Lu 2018, equation 4)."""
    found = estimate(Moments.of([[1, 2, 0, 0], [0, 1, 0, 0], [3, 4, 0, 0]]), "ratio")

    assert found.value == pytest.approx(4 / 7, rel=1e-12)
    assert found.variance == pytest.approx(9 / 343, rel=1e-12)
