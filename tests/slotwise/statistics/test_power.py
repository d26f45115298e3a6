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
    plan = Power.of(Moments.of(ROWS), "ratio", adjust, ratio=0.8, varying="as_control")
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


def test_a_share_varies_as_a_share():
    """Of one in ten who buy, to find one in eight takes what the formula for two shares says."""
    bought = np.repeat([0.0, 1.0], [9_000, 1_000])
    plan = Power.of(Moments.of(np.column_stack([bought, np.ones((10_000, 3))])))

    assert plan.coins == 1.0
    assert plan.treated_spread(0.025) == pytest.approx(0.125 * 0.875, rel=1e-3)
    shares = (1.959964 + 0.841621) ** 2 * (0.1 * 0.9 + 0.125 * 0.875) / 0.025**2
    assert plan.units(0.025) / 2 == pytest.approx(shares, rel=2e-3)


def test_a_click_rate_varies_by_click_and_by_person():
    """The chance of a click moves as a share does, the difference between persons in proportion."""
    plan = Power.of(Moments.of(np.minimum(ROWS, ROWS[:, [1, 1, 3, 3]])), "ratio")
    chance = plan.base * (1 - plan.base) / plan.coins
    moved = 1.1 * plan.base * (1 - 1.1 * plan.base) / plan.coins

    assert plan.treated_spread(0.1 * plan.base) == pytest.approx(moved + (plan.spread - chance) * 1.21)


def test_what_is_multiplied_varies_in_proportion():
    """Revenue of half as much again has a standard deviation of half as much again; other means stay as they are."""
    rows = np.column_stack([np.random.default_rng(3).gamma(2, 10, 500), np.ones((500, 3))])
    plan = Power.of(Moments.of(rows), varying="in_proportion")

    assert plan.treated_spread(0.5 * plan.base) == pytest.approx(2.25 * plan.spread)
    assert Power.of(Moments.of(rows)).treated_spread(0.5 * plan.base) == plan.spread
    assert plan.detectable(4) == np.inf


def test_it_lies_beside_the_calculator_that_everybody_knows():
    """A share of 20 %, 5 points more: Evan Miller's calculator says 1,030 a variant, with both variances pooled for
    alpha. Welch's test, which is what the report makes, needs the treated's own variance: 1,092; alike, 1,006."""
    traffic = np.zeros((1_000, 4))
    traffic[:, 1], traffic[:200, 0] = 1, 1
    needed = [Power.of(Moments.of(traffic), varying=each).units(0.05) / 2 for each in ("as_control", "as_share")]

    assert needed == [pytest.approx(1_006, abs=2), pytest.approx(1_092, abs=2)]
    assert needed[0] < 1_030 < needed[1]
