"""The past takes variance out, and nothing else."""

import numpy as np
import pytest
import statsmodels.api as sm

from slotwise.statistics.adjusting import covariates
from slotwise.statistics.comparing import compare
from slotwise.statistics.moments import Moments


def world(n=4_000, seed=1, effect=0.0, new=0.0):
    """Persons with a past that goes half into the metric, a share of them new (without a past)."""
    rng = np.random.default_rng(seed)
    liking = rng.gamma(4.0, size=n)
    known = (rng.random(n) >= new).astype(float)
    past = known * (liking + rng.normal(size=n))
    metric = liking * (0.6 + 0.4 * known) + rng.normal(size=n) + effect
    return np.stack([metric, np.ones(n), past, known], axis=1)


def test_theta_is_that_of_least_squares_on_the_past():
    """With new persons among them, being new is a covariate of its own."""
    rows = world(new=0.3)
    found = covariates(Moments.of(rows), "mean")
    meant = sm.OLS(rows[:, 0], sm.add_constant(rows[:, 2:])).fit()

    np.testing.assert_allclose(found.theta, meant.params[1:], rtol=1e-8)


def test_the_variance_falls_by_what_the_past_explains():
    """The variance ratio is 1 - rho squared."""
    one, other = world(20_000, 1), world(20_000, 2)
    found = compare(Moments.of(one), Moments.of(other), adjust=True)
    explained = np.corrcoef(np.concatenate([one, other])[:, [0, 2]].T)[0, 1] ** 2

    assert found.adjusted
    assert found.variance_ratio == pytest.approx(1 - explained, abs=0.01)


def test_new_persons_do_not_bias():
    """A third without a past: the difference stays what it is, and the interval still shrinks."""
    found = compare(Moments.of(world(30_000, 3, new=0.3)), Moments.of(world(30_000, 4, 0.2, new=0.3)), adjust=True)

    assert abs(found.absolute.value - 0.2) < 4 * found.absolute.standard_error
    assert found.variance_ratio < 0.9


def test_the_unit_of_the_past_does_not_count():
    """Euros or cents, shifted or not: an adjusted difference is the same."""
    one, other = world(500, 5), world(500, 6)
    meant = compare(Moments.of(one), Moments.of(other), adjust=True).absolute
    for change in (lambda u: 100 * u, lambda u: u - 3, lambda u: -u):
        moved = [np.column_stack([rows[:, :2], change(rows[:, 2]), rows[:, 3]]) for rows in (one, other)]
        found = compare(Moments.of(moved[0]), Moments.of(moved[1]), adjust=True).absolute
        assert found.value == pytest.approx(meant.value, rel=1e-6)
        assert found.low == pytest.approx(meant.low, rel=1e-6)


def test_a_past_without_variance_adjusts_nothing():
    """Everybody with the same past: the plain comparison, and the reason."""
    rows = world(200) * [1, 1, 0, 1] + [0, 0, 7, 0]
    found = compare(Moments.of(rows[:100]), Moments.of(rows[100:]), adjust=True)

    assert not found.adjusted
    assert found.not_adjusted == "the past does not vary between persons"
    assert found.absolute == compare(Moments.of(rows[:100]), Moments.of(rows[100:])).absolute


def test_a_ratio_needs_a_past_in_both_variants():
    """Where a variant has no exposures before, a click rate of before does not exist."""
    rows = world(200)
    found = compare(Moments.of(rows[:100] * [1, 1, 0, 0]), Moments.of(rows[100:]), "ratio", adjust=True)
    nobody = compare(Moments.of(rows[:100] * [1, 1, 0, 0]), Moments.of(rows[100:] * [1, 1, 0, 0]), "ratio", adjust=True)

    assert (found.adjusted, found.not_adjusted) == (False, "nobody of a variant has a past")
    assert (nobody.adjusted, nobody.not_adjusted) == (False, "nobody has a past")


def test_a_past_that_repeats_itself_counts_once():
    """u equal to v for everybody must not break the fit."""
    rows = world(400, new=0.5)
    rows[:, 2] = rows[:, 3]
    found = compare(Moments.of(rows[:200]), Moments.of(rows[200:]), adjust=True)

    assert found.adjusted
    assert np.isfinite(found.absolute.low)
