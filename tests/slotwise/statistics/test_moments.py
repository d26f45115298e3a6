"""Moments are all that is kept of persons, however they are cut into parts."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from slotwise.errors import StatisticsError
from slotwise.statistics.moments import Moments

ROWS = arrays.arrays(np.float64, st.tuples(st.integers(2, 40), st.just(4)), elements=st.floats(-1e3, 1e3, width=32))


@settings(deadline=None)
@given(ROWS, st.data())
def test_parts_add_up_to_the_whole(rows, data):
    """Days, segments and machines are summed apart, added, and taken away again, without a difference."""
    cut = data.draw(st.integers(0, len(rows)))
    one, other, whole = Moments.of(rows[:cut]), Moments.of(rows[cut:]), Moments.of(rows)

    for found, meant in ((one + other, whole), (whole - other, one)):
        assert found.n == meant.n
        np.testing.assert_allclose(found.total, meant.total, rtol=1e-9, atol=1e-6)
        np.testing.assert_allclose(found.cross, meant.cross, rtol=1e-9, atol=1e-3)


@settings(deadline=None)
@given(ROWS)
def test_the_order_of_persons_does_not_count(rows):
    """Who was summed first cannot be told from the moments."""
    np.testing.assert_allclose(Moments.of(rows).cross, Moments.of(rows[::-1]).cross, rtol=1e-9, atol=1e-6)


def test_means_and_covariances_are_those_of_the_rows():
    """What is read off the sums is what numpy says of the persons."""
    rows = np.random.default_rng(1).gamma(2.0, size=(500, 4))
    found, one = Moments.of(rows), np.array([1.0, -2.0, 0.0, 0.5])

    np.testing.assert_allclose(found.mean, rows.mean(axis=0))
    assert found.variance(one) == pytest.approx((rows @ one).var(ddof=1), rel=1e-10)
    assert found.covariance(one, np.eye(4)[0]) == pytest.approx(np.cov(rows @ one, rows[:, 0])[0, 1], rel=1e-10)


@pytest.mark.parametrize("constant", [0.1, 1.0, 1e6 + 0.1])
def test_what_does_not_vary_has_a_variance_of_exactly_zero(constant):
    """Rounding must not make a variance, least of all a negative one, of persons who are all alike."""
    assert Moments.of(np.full((1_000, 4), constant)).variance(np.array([1.0, 0, 0, 0])) == 0.0


def test_a_proportion_of_another_column_does_not_vary_as_a_ratio():
    """Where everybody's clicks are a tenth of their exposures, the ratio has no variance."""
    shown = np.random.default_rng(2).integers(1, 50, 800).astype(float)
    rows = np.stack([0.1 * shown, shown, shown, shown], axis=1)

    assert Moments.of(rows).variance(np.array([1.0, -0.1, 0, 0])) == 0.0


def test_the_past_takes_the_place_of_the_metric():
    """The time before is compared with the same code, on swapped columns."""
    rows = np.random.default_rng(3).normal(size=(20, 4))

    np.testing.assert_allclose(Moments.of(rows).past.cross, Moments.of(rows[:, [2, 3, 0, 1]]).cross)


def test_nobody_is_where_adding_begins():
    """An empty sum changes nothing, and has neither mean nor variance."""
    some = Moments.of(np.ones((3, 4)))

    assert (Moments.nobody() + some).n == 3
    with pytest.raises(StatisticsError):
        _ = Moments.nobody().mean
    with pytest.raises(StatisticsError):
        Moments.of(np.ones((1, 4))).variance(np.ones(4))


@pytest.mark.parametrize("rows", [np.ones(4), np.ones((3, 2)), [[1.0, 1.0, float("nan"), 0.0]]])
def test_what_cannot_be_persons_is_refused(rows):
    """Columns that are missing and values that are no numbers are named, not summed."""
    with pytest.raises(StatisticsError):
        Moments.of(rows)
