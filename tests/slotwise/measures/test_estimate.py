"""Ratios over persons: their value is exact, and their interval covers the truth as often as it says."""

import numpy as np
import pytest

from slotwise.measures.estimate import Sums, difference, enough, ratio, total


def sums_of(x, y):
    """Sums over persons of two columns."""
    return Sums(len(x), *(float(each.sum()) for each in (x, y, x * x, x * y, y * y)))


def test_the_value_is_the_ratio_of_the_sums():
    """Not the mean of the persons' own ratios."""
    figure = ratio(sums_of(np.array([1.0, 0.0]), np.array([10.0, 1.0])))

    assert figure.value == 1 / 11


@pytest.mark.slow
def test_intervals_cover_the_truth():
    """Of persons with very different click rates, 95 % intervals cover the truth in some 95 % of worlds."""
    rng = np.random.default_rng(5)
    inside = 0
    for _ in range(1_000):
        rate, shown = rng.beta(2, 38, 400), rng.poisson(8, 400) + 1.0
        figure = ratio(sums_of(rng.binomial(shown.astype(int), rate).astype(float), shown), share=True)
        inside += figure.low <= 0.05 <= figure.high

    assert 925 <= inside <= 975


def test_clicks_of_one_person_are_not_independent():
    """The same sums in fewer persons' hands make a wider interval."""
    many = ratio(sums_of(np.repeat([1.0, 0.0], 50), np.ones(100)))
    few = ratio(sums_of(np.repeat([10.0, 0.0], 5), np.full(10, 10.0)))

    assert many.value == few.value
    assert few.high - few.low > 2 * (many.high - many.low)


def test_nothing_to_divide_by_is_no_value():
    """A denominator of zero is told as such, never as an error or infinity."""
    assert ratio(Sums(0, 0, 0, 0, 0, 0))[:3] == (None, None, None)
    assert ratio(Sums(3, 2, 0, 2, 0, 0)).value is None


def test_one_person_makes_no_interval():
    """There is a value and no bounds."""
    assert ratio(sums_of(np.array([1.0]), np.array([2.0])))[:3] == (0.5, None, None)


@pytest.mark.parametrize(("x", "inside"), [(0.0, (0.0, 0.2)), (1.0, (0.8, 1.0))])
def test_nobody_and_everybody_have_an_interval_too(x, inside):
    """Thirty persons without a click do not prove a rate of zero."""
    figure = ratio(sums_of(np.full(30, x), np.ones(30)), share=True)

    assert inside[0] <= figure.low < figure.high <= inside[1]


def test_totals_come_with_chance():
    """Ten orders of ten persons: a Poisson count's interval."""
    figure = total(sums_of(np.ones(10), np.zeros(10)))

    assert (figure.value, figure.denominator) == (10.0, None)
    assert figure.high - 10 == pytest.approx(1.96 * 10**0.5, rel=1e-3)
    assert total(Sums(0, 0, 0, 0, 0, 0)).value == 0.0


def test_differences_add_their_variances():
    """And of what has no value there is none."""
    one, other = (ratio(sums_of(np.repeat([1.0, 0.0], n), np.ones(2 * n))) for n in (50, 200))
    apart = difference(one, other)

    assert apart.value == 0.0
    assert apart.variance == one.variance + other.variance
    assert difference(one, ratio(Sums(0, 0, 0, 0, 0, 0))).value is None


def test_few_persons_are_not_enough():
    """Below thirty."""
    assert enough(ratio(sums_of(np.ones(30), np.ones(30))))
    assert not enough(ratio(sums_of(np.ones(29), np.ones(29))))
