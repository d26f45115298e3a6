"""P values keep their size however small they are."""

import itertools
from math import inf, log

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from slotwise.statistics import tails


@given(st.floats(-30, 30), st.floats(1, 1e6))
def test_common_tails_are_those_of_scipy(t, df):
    """Where a float can hold the probability, it is scipy's."""
    assert tails.log_two_sided(t, df) == pytest.approx(min(log(2) + stats.t.logsf(abs(t), df), 0), rel=1e-8, abs=1e-12)


@pytest.mark.parametrize("t", [38.0, 60.0, 500.0])
def test_tails_beyond_floats_follow_the_normal_distribution(t):
    """With very many persons t is normal, whose logarithm is known however far out."""
    assert tails.log_two_sided(t, 1e12) == pytest.approx(log(2) + stats.norm.logsf(t), rel=1e-12)
    assert tails.log_two_sided(t, 9e7) == pytest.approx(log(2) + stats.norm.logsf(t), rel=2e-3)


def test_the_far_tail_goes_on_where_the_common_one_ends():
    """No step at the place where the integral takes over: the slope before it is the slope after it."""
    found = [tails.log_two_sided(t, 1e5) for t in (36.2, 36.4, 36.6, 36.8, 37.0)]
    steps = [later - earlier for earlier, later in itertools.pairwise(found)]

    assert min(found) < log(1e-290) < max(found)
    assert all(abs(later / earlier - 1) < 0.01 for earlier, later in itertools.pairwise(steps))


@pytest.mark.parametrize("df", [1, 3, 7])
def test_chi_square_goes_on_where_floats_end(df):
    """A lost third of a million persons has a p value too, with the slope of half a unit a unit."""
    assert tails.log_chi_square(30.0, df) == pytest.approx(stats.chi2.logsf(30.0, df), rel=1e-9)
    assert tails.log_chi_square(5_000.0, df) - tails.log_chi_square(5_002.0, df) == pytest.approx(1.0, abs=2e-3)
    assert tails.log_chi_square(1_340.0, df) - tails.log_chi_square(1_330.0, df) == pytest.approx(-5.0, abs=0.05)


@pytest.mark.parametrize(
    ("log10_p", "meant"),
    [(log(0.0312) / log(10), "0.0312"), (0.0, "1.0000"), (-6.3872, "4.1e-07"), (-411.49, "3.2e-412"), (-inf, "0")],
)
def test_a_p_value_reads_as_a_number(log10_p, meant):
    """Only a p of nothing at all is printed as 0."""
    assert tails.text(log10_p) == meant


def test_rounding_up_moves_the_power():
    """9.99 times ten to the minus eight is 1.0e-07, not 10.0e-08."""
    assert tails.text(log(9.99e-8) / log(10)) == "1.0e-07"
