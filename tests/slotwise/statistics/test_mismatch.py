"""Sample ratio mismatch."""

import numpy as np
import pytest
import tea_tasting as tt
from scipy import stats

from slotwise.errors import StatisticsError
from slotwise.statistics.mismatch import sample_ratio

EVEN = {"control": 0.5, "bold": 0.5}


@pytest.mark.parametrize("weights", [EVEN, {"control": 0.95, "bold": 0.05}])
def test_it_is_that_of_tea_tasting(weights):
    """The same p value as the reference, for a split of 50 to 50 and of 95 to 5."""
    units = {"control": 9_480, "bold": 520}
    counts = {variant: tt.aggr.Aggregates(count_=n) for variant, n in units.items()}
    ratio = weights["bold"] / weights["control"]
    meant = tt.SampleRatio(ratio, method="norm", correction=False).analyze(counts, "control", "bold").pvalue

    assert sample_ratio(units, weights).p_value == pytest.approx(meant, rel=1e-6, abs=1e-12)


def test_it_is_pearsons_chi_square():
    """For three variants as scipy computes it."""
    weights, units = {"a": 0.2, "b": 0.3, "c": 0.5}, {"a": 230, "b": 290, "c": 480}
    meant = stats.chisquare([230, 290, 480], [200, 300, 500])
    found = sample_ratio(units, weights)

    assert (found.chi_square, found.p_value) == pytest.approx(tuple(meant), rel=1e-9)
    assert found.df == 2
    assert found.ok


def test_a_variant_of_weight_zero_takes_no_degree_of_freedom():
    """A variant switched off makes the test neither blunter nor wrong."""
    found = sample_ratio({"control": 500, "bold": 560}, {**EVEN, "off": 0.0})

    assert found == sample_ratio({"control": 500, "bold": 560}, EVEN)
    assert found.df == 1


def test_persons_where_none_can_be_are_flagged():
    """One person in a variant of weight 0, or of a name that no variant has, is a fault however few they are."""
    for stray in ("off", "unknown"):
        found = sample_ratio({"control": 500, "bold": 500, stray: 1}, {**EVEN, "off": 0.0})
        assert not found.ok
        assert found.stray == {stray: 1}
        assert found.p_value == 1.0


def test_a_huge_loss_has_a_p_value_that_is_not_zero():
    """A third of a million persons lost: p underflows, its logarithm does not."""
    found = sample_ratio({"control": 600_000, "bold": 400_000}, EVEN)

    assert not found.ok
    assert found.p_value == 0.0
    assert -10_000 < found.log10_p < -5_000


def test_an_empty_variant_is_a_mismatch():
    """Nobody in a variant of half the weight cannot be chance."""
    assert not sample_ratio({"control": 1_000}, EVEN).ok


def test_too_few_persons_are_no_mismatch():
    """Three persons, all in control, say nothing."""
    assert sample_ratio({"control": 3}, EVEN).p_value == 1.0
    assert sample_ratio({}, EVEN).ok
    assert sample_ratio({"control": 800}, {"control": 1.0, "off": 0.0}).ok


@pytest.mark.parametrize("weights", [{}, {"a": 0.0}, {"a": 1.0, "b": -0.1}])
def test_weights_that_are_none_are_told(weights):
    """Shares are not negative, and some are above 0."""
    with pytest.raises(StatisticsError):
        sample_ratio({"a": 10}, weights)


@pytest.mark.slow
def test_a_lost_fiftieth_is_found_and_a_clean_log_is_not():
    """2 % of one variant lost among 500,000 persons; a thousand clean logs raise about one alarm."""
    rng = np.random.default_rng(4)
    clean = rng.binomial(500_000, 0.5, 1_000)
    kept = rng.binomial(rng.binomial(500_000, 0.5, 200), 0.98)
    found = [sample_ratio({"control": 250_000, "bold": int(each)}, EVEN).ok for each in kept]
    alarms = [not sample_ratio({"control": 500_000 - int(n), "bold": int(n)}, EVEN).ok for n in clean]

    assert not any(found)
    assert sum(alarms) <= 5


@pytest.mark.parametrize(
    ("control", "bold", "p_value"), [(821_588, 815_482, 1.8e-6), (600, 400, 2.54e-10), (44_000, 45_000, 0.0008)]
)
def test_published_examples(control, bold, p_value):
    """That of Kohavi, Tang and Xu 2020 (chapter 3), and two of public calculators; all of them are mismatches."""
    found = sample_ratio({"control": control, "bold": bold}, EVEN)

    assert found.p_value == pytest.approx(p_value, rel=0.02)
    assert not found.ok
