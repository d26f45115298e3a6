"""Intervals that hold however often somebody looks."""

from math import exp, log, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from slotwise.errors import StatisticsError
from slotwise.statistics.effect import Effect, unknown
from slotwise.statistics.sequential import (
    always,
    log_p,
    log_p_one_sided,
    reach,
    reach_one_sided,
    rho,
    running,
)

ALPHAS = st.floats(1e-4, 0.2)
COUNTS = st.integers(10, 10_000_000)


def test_the_width_is_that_of_the_paper():
    """Written out from the formula: se sqrt(n) sqrt(2 (n rho^2 + 1) / (n rho)^2 ln(sqrt(n rho^2 + 1) / alpha))."""
    n, planned, alpha, error = 700, 2_000, 0.05, 0.3
    tuned = sqrt((-2 * log(alpha) + log(-2 * log(alpha) + 1)) / planned)
    grown = n * tuned**2
    half = error * sqrt(n) * sqrt(2 * (grown + 1) / (n * tuned) ** 2 * log(sqrt(grown + 1) / alpha))
    found = always(1.0, error, n, planned, alpha)

    assert rho(alpha, planned) == pytest.approx(tuned)
    assert (found.low, found.high) == pytest.approx((1 - half, 1 + half), rel=1e-12)


@given(ALPHAS, st.integers(100, 1_000_000))
def test_it_is_about_tightest_at_the_planned_size(alpha, planned):
    """In units of the final standard error nothing planned for another size is much tighter there."""
    here = reach(planned, alpha, planned)

    assert here <= 1.01 * min(reach(planned, alpha, planned * factor) for factor in (0.25, 0.5, 2, 4))


@given(ALPHAS, COUNTS, COUNTS, st.floats(0, 30))
def test_p_is_below_alpha_exactly_where_the_interval_leaves_zero_out(alpha, n, planned, z):
    """Interval and p value are one statement, two-sided and one-sided."""
    if abs(z - reach(n, alpha, planned)) > 1e-9:
        assert (log_p(z, n, alpha, planned) < log(alpha)) == (z > reach(n, alpha, planned))
    if alpha < 0.1 and abs(z - reach_one_sided(n, alpha, planned)) > 1e-9:
        assert (log_p_one_sided(z, n, alpha, planned) < log(alpha)) == (z > reach_one_sided(n, alpha, planned))


@given(ALPHAS, COUNTS, st.floats(0.5, 2))
def test_safety_costs_width(alpha, n, part):
    """A bound that holds at all looks is wider than one for this look alone; one side is tighter than two."""
    planned = n / part

    assert reach(n, alpha, planned) > sqrt(-2 * log(alpha)) * 0.99
    assert reach_one_sided(n, alpha, planned) < reach(n, alpha, planned)


def test_looks_intersect_and_p_only_falls():
    """What one look has excluded no later one brings back."""
    looks = [Effect(0.0, -2, 2, 1, 1, 0), Effect(0.5, -1, 3, 1, 0.1, -1), Effect(0.1, -1.5, 1.5, 1, 0.5, -0.3)]
    found = running(looks)

    assert [(each.low, each.high) for each in found] == [(-2, 2), (-1, 2), (-1, 1.5)]
    assert found[-1].p_value == pytest.approx(0.1)
    assert found[-1].value == 0.1


def test_a_look_that_knows_nothing_changes_nothing():
    """On a day without variance the band stays where it was."""
    found = running([Effect(0.5, 0.1, 1, 1, 0.01, -2), unknown(0.0)])

    assert (found[1].low, found[1].high) == (0.1, 1)
    assert found[1].p_value == pytest.approx(0.01)


def test_looks_that_contradict_each_other_begin_anew():
    """When the effect itself changed, an empty interval is no answer."""
    found = running([Effect(2.0, 1, 3, 1, 0.01, -2), Effect(-2.0, -3, -1, 1, 0.02, -1.7)])

    assert (found[1].low, found[1].high) == (-3, -1)
    assert found[1].p_value == pytest.approx(0.01)


@pytest.mark.parametrize(("alpha", "planned"), [(0.0, 10), (1.0, 10), (0.05, 0)])
def test_nothing_planned_is_told(alpha, planned):
    """There is no tuning for nobody, nor for an alpha that is none."""
    with pytest.raises(StatisticsError):
        rho(alpha, planned)


def test_a_p_value_far_out_keeps_its_size():
    """The one-sided logarithm holds where its exponential overflows."""
    assert log_p_one_sided(200.0, 10_000, 0.05, 10_000) == pytest.approx(
        log_p(200.0, 10_000, 0.1, 10_000) - log(2), abs=1e-6
    )


@pytest.mark.slow
def test_fifty_looks_at_a_random_walk_raise_few_false_alarms():
    """A z test that is looked at fifty times fails a third of the time; the sequence stays below its alpha."""
    chance, runs, n, looks = np.random.default_rng(11), 4_000, 5_000, 50
    walk = chance.normal(size=(runs, looks)).cumsum(axis=1) * sqrt(n / looks)
    counts = np.arange(1, looks + 1) * n // looks
    z = np.abs(walk) / np.sqrt(counts)
    ours = np.array([reach(int(each), 0.05, n) for each in counts])

    assert (z > 1.96).any(axis=1).mean() > 0.25
    assert (z > ours).any(axis=1).mean() <= 0.05
    assert exp(log_p(float(ours[-1]), n, 0.05, n)) == pytest.approx(0.05)


@pytest.mark.slow
def test_the_one_sided_bound_holds_over_all_looks():
    """Its false alarms stay below alpha, and it is not so wide that it never raises one."""
    chance, runs, n, looks = np.random.default_rng(12), 8_000, 5_000, 100
    walk = chance.normal(size=(runs, looks)).cumsum(axis=1) * sqrt(n / looks)
    counts = np.arange(1, looks + 1) * n // looks
    bounds = np.array([reach_one_sided(int(each), 0.05, n) for each in counts])

    assert 0.005 < (walk / np.sqrt(counts) > bounds).any(axis=1).mean() <= 0.05
