"""Two variants on the same units."""

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import stats

from slotwise.errors import StatisticsError
from slotwise.statistics.joint import compare_joint, inverse_probability
from slotwise.statistics.moments import Moments


def test_a_paired_mean_is_the_paired_t_test():
    """What both sides of a unit share is taken out."""
    rng = np.random.default_rng(1)
    liking = rng.normal(size=40)
    x, u = liking + 0.3 + 0.1 * rng.normal(size=40), liking
    found = compare_joint(Moments.of(np.column_stack([x, np.ones(40), u, np.ones(40)])), "mean").absolute
    meant = stats.ttest_rel(x, u)
    assert found.p_value == pytest.approx(meant.pvalue, rel=1e-9)
    assert (found.low, found.high) == pytest.approx(tuple(meant.confidence_interval()), rel=1e-9)


def test_weights_are_those_of_clustered_least_squares():
    """The self-normalised difference and its error are those of weighted regression, clustered by person."""
    rng = np.random.default_rng(2)
    who = np.repeat(np.arange(600), 3)
    chance = rng.choice([0.2, 0.5, 0.7], len(who))
    treated = (rng.random(len(who)) < chance).astype(int)
    x = rng.normal(size=600)[who] + 0.2 * treated + rng.normal(size=len(who))
    given = np.where(treated == 1, chance, 1 - chance)
    found = compare_joint(inverse_probability(who, treated, given, x)).absolute
    fit = sm.WLS(x, sm.add_constant(treated), weights=1 / given).fit(
        cov_type="cluster", cov_kwds={"groups": who, "use_correction": False}
    )

    assert found.value == pytest.approx(fit.params[1], rel=1e-9)
    assert found.standard_error == pytest.approx(fit.bse[1] * np.sqrt(600 / 599), rel=1e-6)


def test_other_variants_leave_the_difference_alone():
    """Rows of a third variant weigh nothing."""
    one = inverse_probability([0, 1, 2, 3], [0, 1, 0, 1], [0.5] * 4, [1.0, 3.0, 2.0, 4.0])
    more = inverse_probability([0, 1, 2, 3, 3], [0, 1, 0, 1, -1], [0.5] * 5, [1.0, 3.0, 2.0, 4.0, 99.0])

    np.testing.assert_allclose(one.cross, more.cross)


@pytest.mark.parametrize("chance", [0.0, -0.5, 1.5, np.nan])
def test_a_probability_that_is_none_is_told(chance):
    """Nobody can be weighted by one over nothing."""
    with pytest.raises(StatisticsError):
        inverse_probability([0], [1], [chance], [1.0])


def test_few_clusters_take_students_t():
    """With eight cities a difference takes 2.36 standard errors, not 1.96."""
    rng = np.random.default_rng(3)
    found = compare_joint(Moments.of(rng.uniform(50, 60, size=(8, 4)))).absolute

    assert (found.high - found.low) / 2 / found.standard_error == pytest.approx(2.3646, abs=1e-3)


@pytest.mark.slow
def test_a_bandit_that_follows_its_luck_is_still_analysed_right():
    """No effect, ten batches, allocation after what was seen so far: intervals hold, the plain mean is biased."""
    rng, runs, held, plain = np.random.default_rng(4), 1_000, 0, []
    for _ in range(runs):
        share, parts = 0.5, []
        liking = rng.normal(size=300)
        for _ in range(10):
            treated = (rng.random(300) < share).astype(int)
            x = liking + rng.normal(size=300)
            parts.append((np.arange(300), treated, np.where(treated == 1, share, 1 - share), x))
            _, t, _, v = (np.concatenate(each) for each in zip(*parts, strict=True))
            share = 0.8 if v[t == 1].mean() > v[t == 0].mean() else 0.2
        columns = [np.concatenate(each) for each in zip(*parts, strict=True)]
        found = compare_joint(inverse_probability(*columns)).absolute
        held += found.low <= 0 <= found.high
        plain.append(found.value)

    assert 0.93 <= held / runs <= 0.97
    assert abs(np.mean(plain)) < 0.02
