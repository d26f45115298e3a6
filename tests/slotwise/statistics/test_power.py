"""Which effect so many persons show."""

import numpy as np
import pandas as pd
import pytest
import tea_tasting as tt
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.power import TTestIndPower

from slotwise.errors import StatisticsError
from slotwise.statistics.moments import Moments
from slotwise.statistics.power import Power

COLUMNS = ("clicks", "shown", "clicks_before", "shown_before")
LIKING = np.random.default_rng(2).gamma(3, size=(3_000, 1)) * [1, 4, 1, 4]
ROWS = np.random.default_rng(1).poisson(LIKING) + np.array([0, 1, 0, 1])


@pytest.mark.parametrize("adjust", [False, True])
def test_it_is_that_of_tea_tasting(adjust):
    """Power, detectable effect and persons, for a ratio with and without the past, at a split of 5 to 4."""
    plan = Power.of(Moments.of(ROWS), "ratio", adjust, ratio=0.8)
    frame = pd.DataFrame(ROWS, columns=COLUMNS)
    metric = tt.RatioOfMeans(*(COLUMNS if adjust else COLUMNS[:2]), ratio=0.8, effect_size=0.01, n_obs=5_000)
    meant = {what: metric.solve_power(frame, what)[0] for what in ("power", "n_obs")}
    smallest = tt.RatioOfMeans(*(COLUMNS if adjust else COLUMNS[:2]), ratio=0.8, n_obs=5_000).solve_power(frame)[0]

    assert plan.chance(0.01, 5_000) == pytest.approx(meant["power"].power, abs=1e-6)
    assert plan.detectable(5_000) == pytest.approx(smallest.effect_size, abs=1e-6)
    assert plan.units(0.01) == meant["n_obs"].n_obs
    assert (plan.variance_ratio < 1) == adjust


def test_it_is_that_of_statsmodels():
    """The t test's power for two groups of one size, where many persons make Welch's degrees of freedom theirs."""
    plan = Power(10.0, 4.0, ratio=1.0, alpha=0.01, power=0.9)
    meant = TTestIndPower()

    assert plan.chance(0.2, 3_000) == pytest.approx(meant.power(0.1, 1_500, 0.01), abs=1e-6)
    assert plan.units(0.2) / 2 == pytest.approx(meant.solve_power(0.1, None, 0.01, 0.9), abs=1)


@settings(deadline=None, max_examples=50)
@given(st.floats(0.05, 20), st.floats(0.1, 5), st.sampled_from(["fixed", "always_valid", "group_sequential"]))
def test_persons_and_effect_are_each_others_inverse(ratio, effect, method):
    """What so many persons detect needs so many persons."""
    plan = Power(1.0, 9.0, ratio, method=method)
    n = plan.units(effect)

    assert plan.chance(effect, n) >= plan.power - 1e-9
    if n > 10 * (1 + max(ratio, 1 / ratio)):
        assert plan.detectable(n) == pytest.approx(effect, rel=0.05)


def test_looking_early_costs_persons():
    """An always-valid plan needs more persons than a fixed one, a group sequential plan hardly any more."""
    needed = {
        method: Power(1.0, 4.0, method=method).units(0.1) for method in ("fixed", "group_sequential", "always_valid")
    }

    assert needed["fixed"] < needed["group_sequential"] < 1.1 * needed["fixed"]
    assert 1.5 * needed["fixed"] < needed["always_valid"] < 2.5 * needed["fixed"]


def test_a_split_of_95_to_5_needs_far_more():
    """The small variant decides: about five times the persons of an even split."""
    even, uneven = Power(1.0, 4.0).units(0.1), Power(1.0, 4.0, ratio=5 / 95).units(0.1)

    assert uneven / even == pytest.approx(0.25 / (0.05 * 0.95), rel=0.01)


def test_a_metric_that_never_varies_cannot_be_planned():
    """Nor an effect of nothing, nor a power below alpha."""
    with pytest.raises(StatisticsError):
        Power.of(Moments.of(np.ones((50, 4))))
    with pytest.raises(StatisticsError):
        Power(1.0, 1.0).units(0.0)
    with pytest.raises(StatisticsError):
        Power(1.0, 1.0, power=0.01)


def test_too_few_persons_show_nothing():
    """Two persons have no power, and no effect is large enough for them."""
    assert Power(1.0, 1.0).chance(100.0, 2) == 0.0
    assert Power(1.0, 1.0).detectable(2) == np.inf
