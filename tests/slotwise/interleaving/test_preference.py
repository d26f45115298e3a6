"""Tests of slotwise.interleaving.preference."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from slotwise.interleaving.credit import Tally
from slotwise.interleaving.preference import always, preference

RUNS, PERSONS = 2_000, 400


@given(st.integers(0, 300), st.integers(0, 300))
def test_it_is_scipys_sign_test(one: int, other: int) -> None:
    """The p value and the fixed interval are those of the exact binomial test."""
    found = preference(Tally(one=one, other=other, ties=7))
    if not one + other:
        assert (found.value, found.low, found.high, found.p_value) == (0.5, 0.0, 1.0, 1.0)
        return
    test = binomtest(other, one + other)
    interval = test.proportion_ci()
    assert found.p_value == pytest.approx(test.pvalue, rel=1e-8)
    assert (found.low, found.high) == pytest.approx((interval.low, interval.high), abs=1e-9)


@given(st.integers(0, 2_000), st.integers(0, 2_000))
def test_always_is_wider_than_one_look(one: int, other: int) -> None:
    """Whoever may look at any time pays for it, and the share itself is always inside."""
    found = preference(Tally(one=one, other=other))
    bounds = [found.always_low, found.low, found.value, found.high, found.always_high]
    assert all(one <= other + 1e-9 for one, other in pairwise(bounds))


def test_versions_change_places() -> None:
    """What is said of one version is the opposite of what is said of the other."""
    here, there = preference(Tally(one=30, other=70)), preference(Tally(one=70, other=30))
    assert here.value == pytest.approx(1 - there.value)
    assert (here.low, here.always_low) == pytest.approx((1 - there.high, 1 - there.always_high))
    assert (here.side, there.side) == (1, -1)


def test_a_p_value_never_prints_0() -> None:
    """However sure it is, its logarithm tells how small it is."""
    found = preference(Tally(one=100, other=5_000))
    assert found.p_value == 0.0
    assert -1_500 < found.log10_p < -300


@pytest.mark.slow
def test_looking_after_every_person_is_safe() -> None:
    """With no difference the always-valid interval excludes one half in at most 5 % of runs, over all looks."""
    signs = np.random.default_rng(3).random((RUNS, PERSONS)) < 0.5
    wins = np.cumsum(signs, axis=1)
    bounds = [_bound(size) for size in range(1, PERSONS + 1)]
    alarms = ((wins < bounds) | (np.arange(1, PERSONS + 1) - wins < bounds)).any(axis=1).mean()
    assert 0.005 < alarms <= 0.05


def _bound(size: int) -> int:
    """The fewest wins of so many persons that do not exclude one half."""
    return next(wins for wins in range(size + 1) if always(wins, size - wins, 0.05)[1] >= 0.5)
