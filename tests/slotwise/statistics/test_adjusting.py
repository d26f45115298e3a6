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


def test_a_past_rate_without_variance_adjusts_nothing():
    """Everybody clicked on exactly every second exposure before: the plain ratio, and the reason."""
    rng = np.random.default_rng(9)
    before = 2.0 * rng.integers(1, 9, 300)
    rows = np.column_stack([rng.poisson(3, 300), rng.poisson(9, 300) + 1, before / 2, before])
    found = compare(Moments.of(rows[:150]), Moments.of(rows[150:]), "ratio", adjust=True)

    assert (found.adjusted, found.not_adjusted) == (False, "the past does not vary between persons")
    assert found.absolute == compare(Moments.of(rows[:150]), Moments.of(rows[150:]), "ratio").absolute


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


def alike(n, rng, explained):
    """A metric of mean 5 and its past of mean 3, of which so much is explained."""
    past = rng.normal(size=n)
    return 5 + explained * past + np.sqrt(1 - explained**2) * rng.normal(size=n), 3 + past


@pytest.mark.slow
@pytest.mark.parametrize("way", ["multiplied", "added"])
def test_a_large_relative_lift_has_the_standard_error_that_it_varies_by(way):
    """Twice the value, nine tenths explained by the past: told and seen over 3,000 experiments within 6 %."""
    rng, told, seen, held = np.random.default_rng(7), [], [], 0
    for _ in range(3_000):
        (one, before), (other, before_too) = alike(400, rng, 0.9), alike(400, rng, 0.9)
        other = other * 2 if way == "multiplied" else other + 5
        rows = [np.column_stack([x, np.ones(400), u, np.ones(400)]) for x, u in ((one, before), (other, before_too))]
        found = compare(Moments.of(rows[0]), Moments.of(rows[1]), adjust=True).relative
        told.append(found.standard_error)
        seen.append(found.value)
        held += found.low <= 1 <= found.high

    assert np.mean(told) == pytest.approx(np.std(seen), rel=0.06)
    assert held / 3_000 == pytest.approx(0.95, abs=0.015)


@pytest.mark.parametrize("kind", ["mean", "ratio"])
def test_the_relative_lift_is_that_of_the_delta_method_written_out(kind):
    """The gradient of (t - theta (u_t - u)) / (c - theta (u_c - u)) in all means, u the level of everybody's past."""
    rng = np.random.default_rng(8)
    rows = [rng.gamma(4.0, size=(n, 4)) + 1 for n in (300, 700)]
    for each in rows:
        each[:, 2] += each[:, 0]
    if kind == "mean":
        rows = [each * [1, 0, 1, 0] + [0, 1, 0, 1] for each in rows]
    one, other = (Moments.of(each) for each in rows)
    by, found = covariates(one + other, kind), compare(one, other, kind, adjust=True)
    counts = np.array([300, 700])

    def ratio(means):
        past = (counts @ means.reshape(2, 4)[:, 2]) / (counts @ means.reshape(2, 4)[:, 3])
        values = [x / y - by.theta[0] * (u / v - past) for x, y, u, v in means.reshape(2, 4)]
        return values[1] / values[0]

    means = np.concatenate([each.mean(axis=0) for each in rows])
    step = 1e-5 * np.eye(8)
    gradient = np.array([(ratio(means + each) - ratio(means - each)) / 2e-5 for each in step]).reshape(2, 4)
    variance = sum(g @ np.cov(each.T) @ g / len(each) for g, each in zip(gradient, rows, strict=True))

    assert found.relative.standard_error == pytest.approx(np.sqrt(variance), rel=1e-6)


def test_the_level_of_the_past_cancels_in_the_difference():
    """The difference varies as what the past leaves of both values does, and no more."""
    found = compare(Moments.of(world(500, 1)), Moments.of(world(700, 2, 0.5)), adjust=True)

    assert found.past.own > 0
    assert found.variance == pytest.approx(found.control.variance + found.treated.variance, rel=1e-12)
