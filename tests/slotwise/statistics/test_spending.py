"""A few planned looks share alpha."""

from math import sqrt

import numpy as np
import pytest

from slotwise.errors import StatisticsError
from slotwise.statistics.effect import effect, unknown
from slotwise.statistics.spending import bounds, look, spent

FIFTHS = [0.2, 0.4, 0.6, 0.8, 1.0]


def test_bounds_are_the_published_ones():
    """Lan-DeMets bounds of five looks, two-sided 0.05 (R's gsDesign and ldbounds give these)."""
    assert bounds(FIFTHS) == pytest.approx([4.8769, 3.3569, 2.6803, 2.2898, 2.0310], abs=2e-4)
    assert bounds(FIFTHS, shape="pocock") == pytest.approx([2.4380, 2.4268, 2.4101, 2.3966, 2.3859], abs=2e-4)


@pytest.mark.parametrize(
    ("fractions", "meant"),
    [
        ([1 / 2, 1], [2.9626, 1.9686]),
        ([1 / 3, 2 / 3, 1], [3.7103, 2.5114, 1.9930]),
        ([1 / 4, 1 / 2, 3 / 4, 1], [4.3326, 2.9631, 2.3590, 2.0141]),
    ],
)
def test_fewer_looks_have_the_published_bounds_too(fractions, meant):
    """Lan-DeMets after O'Brien and Fleming, two-sided 0.05, two to four looks."""
    assert bounds(fractions) == pytest.approx(meant, abs=2e-4)


def test_one_look_is_the_ordinary_test():
    """Whoever looks once pays nothing."""
    assert bounds([1.0]) == pytest.approx([1.959964], abs=1e-6)


@pytest.mark.parametrize("shape", ["obrien_fleming", "pocock"])
def test_all_of_alpha_is_spent_at_the_end(shape):
    """The spending function rises from nothing to alpha."""
    used = [spent(each, 0.05, shape) for each in (0.01, 0.3, 0.7, 1.0)]

    assert used == sorted(used)
    assert used[-1] == pytest.approx(0.05)


def test_daily_looks_are_bounded_too():
    """Sixty looks: bounds fall and stay finite."""
    found = bounds([(day + 1) / 60 for day in range(60)])

    assert np.isfinite(found).all()
    assert (np.diff(found) <= 1e-9).all()
    assert 2.0 < found[-1] < 2.2


@pytest.mark.parametrize("fractions", [[], [0.5, 0.5], [0.6, 0.4], [0.5, 1.2], [0.0, 1.0]])
def test_looks_that_do_not_rise_are_told(fractions):
    """Information grows from look to look up to the plan."""
    with pytest.raises(StatisticsError):
        bounds(fractions)


def test_a_look_crosses_where_its_interval_leaves_zero_out():
    """Bound, interval and answer are one statement."""
    found = look(effect(2.5, 1.0, 1e6, 0.95), 2.4)

    assert found.crossed
    assert found.low == pytest.approx(0.1)
    assert not look(effect(2.3, 1.0, 1e6, 0.95), 2.4).crossed
    assert not look(unknown(2.3), 2.4).crossed


@pytest.mark.slow
@pytest.mark.parametrize("shape", ["obrien_fleming", "pocock"])
def test_false_alarms_over_all_looks_are_alpha(shape):
    """Simulated random walks cross one of the bounds in 5 % of the runs."""
    walk = np.random.default_rng(3).normal(size=(200_000, 5)).cumsum(axis=1) * sqrt(0.2)
    z = np.abs(walk) / np.sqrt(FIFTHS)

    assert (z > bounds(FIFTHS, shape=shape)).any(axis=1).mean() == pytest.approx(0.05, abs=0.002)
