"""Two variants compared: equal to well-kept references, and clear where there is nothing to compare."""

import numpy as np
import pandas as pd
import pytest
import tea_tasting as tt
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from slotwise.errors import StatisticsError
from slotwise.statistics.comparing import compare
from slotwise.statistics.moments import Moments
from slotwise.statistics.relating import by_logarithm

COLUMNS = ("clicks", "shown", "clicks_before", "shown_before")


def persons(n, seed, lift=0.0):
    """Persons whose exposures are many and whose clicks depend on the person, with their past."""
    rng = np.random.default_rng(seed)
    liking = rng.beta(2, 18, n)
    shown, before = rng.geometric(0.1, n), rng.geometric(0.1, n)
    clicks, clicks_before = rng.binomial(shown, np.minimum(liking * (1 + lift), 1)), rng.binomial(before, liking)
    return np.stack([clicks, shown, clicks_before, before], axis=1).astype(float)


ONE, OTHER = persons(1_500, 1), persons(1_300, 2, 0.1)


def frame():
    """The same persons as tea-tasting wants them."""
    table = pd.DataFrame(np.concatenate([ONE, OTHER]), columns=COLUMNS)
    return table.assign(variant=[0] * len(ONE) + [1] * len(OTHER))


@pytest.mark.parametrize("adjust", [False, True])
@pytest.mark.parametrize("kind", ["mean", "ratio"])
def test_every_comparison_is_that_of_tea_tasting(kind, adjust):
    """Mean and ratio, with and without the past: value, interval, p value and relative lift to 1e-6."""
    if kind == "ratio":
        metric = tt.RatioOfMeans(*COLUMNS) if adjust else tt.RatioOfMeans(*COLUMNS[:2])
    else:
        metric = tt.Mean("clicks", "clicks_before" if adjust else None)
    meant = tt.Experiment(it=metric).analyze(frame())["it"]
    known = [1, 1, 1, 1] if kind == "ratio" else [1, 0, 1, 0]
    one, other = (rows * known + (np.array([0, 1, 0, 1]) if kind == "mean" else 0) for rows in (ONE, OTHER))
    found = compare(Moments.of(one), Moments.of(other), kind, adjust)
    relative = by_logarithm(found)

    assert found.adjusted == adjust
    assert found.control.value == pytest.approx(meant.control, abs=1e-9)
    assert found.treated.value == pytest.approx(meant.treatment, abs=1e-9)
    assert found.absolute.value == pytest.approx(meant.effect_size, abs=1e-9)
    assert found.absolute.low == pytest.approx(meant.effect_size_ci_lower, abs=1e-9)
    assert found.absolute.high == pytest.approx(meant.effect_size_ci_upper, abs=1e-9)
    assert found.absolute.p_value == pytest.approx(meant.pvalue, abs=1e-9)
    assert relative.value == pytest.approx(meant.rel_effect_size, abs=1e-9)
    assert (relative.low, relative.high) == pytest.approx(
        (meant.rel_effect_size_ci_lower, meant.rel_effect_size_ci_upper), abs=1e-9
    )


def test_a_mean_is_compared_as_statsmodels_does():
    """Welch's interval and p value."""
    found = compare(Moments.of(ONE), Moments.of(OTHER)).absolute
    meant = CompareMeans(DescrStatsW(OTHER[:, 0]), DescrStatsW(ONE[:, 0]))

    assert found.p_value == pytest.approx(meant.ttest_ind(usevar="unequal")[1], abs=1e-9)
    assert (found.low, found.high) == pytest.approx(meant.tconfint_diff(usevar="unequal"), abs=1e-9)


def test_the_relative_lift_carries_the_variance_of_control():
    """By delta method: (var t + R^2 var c) / c^2, wider than the difference over a control taken for known."""
    found = compare(Moments.of(ONE), Moments.of(OTHER))
    c, t = found.control, found.treated
    meant = np.sqrt(t.variance + (t.value / c.value) ** 2 * c.variance) / c.value

    assert found.relative.standard_error == pytest.approx(meant, rel=1e-12)
    assert found.relative.value == pytest.approx(t.value / c.value - 1, rel=1e-12)


@settings(deadline=None, max_examples=50)
@given(st.floats(0.01, 100), st.integers(0, 1_000))
def test_the_unit_of_a_metric_does_not_count(scale, seed):
    """Seconds or milliseconds: same relative lift, same p value, interval scaled."""
    one, other = persons(60, seed), persons(60, seed + 1)
    plain = compare(Moments.of(one), Moments.of(other), "ratio", adjust=True)
    scaled = compare(Moments.of(one * [scale, 1, 1, 1]), Moments.of(other * [scale, 1, 1, 1]), "ratio", adjust=True)

    assert scaled.absolute.p_value == pytest.approx(plain.absolute.p_value, rel=1e-6)
    assert scaled.absolute.low == pytest.approx(plain.absolute.low * scale, rel=1e-6, abs=1e-9)
    assert (scaled.relative is None) == (plain.relative is None)


@settings(deadline=None, max_examples=50)
@given(st.integers(0, 1_000))
def test_swapping_the_variants_turns_the_sign(seed):
    """Treated less control is minus control less treated."""
    one, other = Moments.of(persons(50, seed)), Moments.of(persons(70, seed + 1))
    there, back = compare(one, other, adjust=True).absolute, compare(other, one, adjust=True).absolute

    assert there.value == pytest.approx(-back.value, rel=1e-9, abs=1e-12)
    assert there.low == pytest.approx(-back.high, rel=1e-9, abs=1e-12)
    assert there.p_value == pytest.approx(back.p_value, rel=1e-9)


def test_exposures_of_one_person_are_not_independent():
    """The inflation says by how much the naive variance per exposure is too small."""
    found = compare(Moments.of(ONE), Moments.of(OTHER), "ratio")
    naive = sum(
        share * (1 - share) / rows[:, 1].sum()
        for rows in (ONE, OTHER)
        for share in [rows[:, 0].sum() / rows[:, 1].sum()]
    )

    assert found.inflation == pytest.approx(found.variance / naive)
    assert found.inflation > 1.3
    assert compare(Moments.of(ONE), Moments.of(OTHER)).inflation is None


def test_a_ratio_that_is_no_share_has_no_inflation():
    """Minutes per visit are not clicks per exposure: there is no naive share to hold them against."""
    assert compare(Moments.of(ONE * [99, 1, 1, 1]), Moments.of(OTHER), "ratio").inflation is None


def test_a_split_of_95_to_5_is_welch_not_pooled():
    """With the small variant varying more, a pooled variance would be far too small."""
    rng = np.random.default_rng(3)
    one, other = rng.normal(0, 1, 9_500), rng.normal(0, 5, 500)
    rows = [np.column_stack([each, np.ones((len(each), 3))]) for each in (one, other)]
    found = compare(Moments.of(rows[0]), Moments.of(rows[1])).absolute

    assert found.standard_error == pytest.approx(np.sqrt(one.var(ddof=1) / 9_500 + other.var(ddof=1) / 500), rel=1e-9)
    assert found.standard_error == pytest.approx(5 / np.sqrt(500), rel=0.1)


@pytest.mark.parametrize(("shift", "why"), [(-50.0, "negative"), (0.0, "not clearly above 0")])
def test_a_baseline_that_no_share_can_be_taken_of_is_refused(shift, why):
    """Negative or not clearly above 0: the difference stands, the relative lift says why it does not."""
    rng = np.random.default_rng(4)
    one, other = (np.column_stack([rng.normal(shift, 9, 400), np.ones((400, 3))]) for _ in range(2))
    found = compare(Moments.of(one), Moments.of(other))

    assert found.relative is None
    assert why in found.relative_refused
    assert found.always(800).relative is None
    assert np.isfinite(found.absolute.low)
    assert by_logarithm(found) is None


def test_what_never_varies_is_refused_not_significant():
    """All zeros against all ones would be infinitely significant; nothing of that is said."""
    found = compare(Moments.of(np.zeros((50, 4))), Moments.of(np.ones((50, 4))))

    assert found.refused == "the metric does not vary between persons"
    assert found.absolute.p_value == 1.0
    assert found.always(100).absolute.low == -np.inf


def test_a_tiny_p_value_is_not_zero():
    """A difference of hundreds of standard errors has a p value with a power of ten."""
    rng = np.random.default_rng(5)
    one, other = (np.column_stack([rng.normal(mean, 1, 50_000), np.ones((50_000, 3))]) for mean in (10, 13))
    found = compare(Moments.of(one), Moments.of(other)).absolute

    assert found.p_value == 0.0
    assert -30_000 < found.log10_p < -20_000
    assert found.p_text != "0"


def test_a_variant_of_one_person_is_told():
    """Neither nobody nor one person can be compared."""
    for rows in (np.zeros((0, 4)), np.ones((1, 4))):
        with pytest.raises(StatisticsError):
            compare(Moments.of(rows), Moments.of(ONE))


def test_a_level_beside_zero_and_one_is_told():
    """95 is not a level, 0.95 is."""
    with pytest.raises(StatisticsError):
        compare(Moments.of(ONE), Moments.of(OTHER), level=95)


def test_what_holds_at_every_look_begins_with_thirty_persons():
    """The first few persons of a variant are not many, whatever they did."""
    rows = np.column_stack([np.random.default_rng(6).normal(5, 0.01, 58), np.ones((58, 3))])
    better = np.add(rows, np.array([9.0, 0, 0, 0]))
    few, enough = (compare(Moments.of(rows[:n]), Moments.of(better[:n])) for n in (29, 58))

    assert few.absolute.p_value < 0.001
    assert few.always(1_000).absolute.p_value == 1.0
    assert enough.always(1_000).absolute.p_value < 0.001


def test_an_even_split_is_watched_as_it_is():
    """What holds at every look is the published formula on Welch's standard error."""
    found = compare(Moments.of(ONE), Moments.of(OTHER))

    assert found.watched == found
    assert found.always(3_000).absolute.standard_error == found.absolute.standard_error


def spending(n, total, squares):
    """Persons of whom only their number, sum and sum of squares are known."""
    cross = np.zeros((4, 4))
    cross[0, 0], cross[0, 1], cross[1, 0], cross[1, 1] = squares, total, total, n
    return Moments(n, [total, n, 0, 0], cross)


def test_the_example_of_another_engine():
    """The sums and results that GrowthBook's engine is tested with: absolute, relative and sequential (N* of 1,000)."""
    one, other = spending(3_407, 1_396.87, 52_377.9767), spending(3_461, 2_422.7, 134_698.29)
    absolute, relative = (getattr(compare(one, other), each) for each in ("absolute", "relative"))
    watched = compare(spending(3_000, 1_396.87, 52_377.9767), other).always(1_000).relative

    assert (absolute.low, absolute.high, absolute.p_value) == pytest.approx((0.04538, 0.53462, 0.02016), abs=6e-6)
    assert (relative.value, relative.standard_error) == pytest.approx((0.70732, 0.37879), abs=6e-6)
    # Theirs, -.03526, takes the degrees of freedom of the difference.
    assert relative.low == pytest.approx(-0.03524, abs=6e-6)
    assert (watched.low, watched.high, watched.p_value) == pytest.approx((-0.55844, 1.56516, 1.0), abs=6e-6)
