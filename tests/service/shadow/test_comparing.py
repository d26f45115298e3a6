"""Comparing: the figures are those of their definitions, and of the libraries that have them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from service.shadow.comparing import KEPT, Touchpoint, largest_gap, rank_correlation, stability_index, times

SCORES = st.lists(st.integers(-5, 5).map(float), min_size=3, max_size=30)


@given(SCORES, st.randoms())
def test_rank_correlation_is_spearman_s(one, chance):
    """Ties included; where all scores of a side are equal nothing can be said."""
    other = [chance.choice(one) + chance.random() for _ in one]
    if len(set(one)) == 1 or len(set(other)) == 1:
        assert np.isnan(rank_correlation(one, other))
    else:
        assert rank_correlation(one, other) == pytest.approx(stats.spearmanr(one, other).statistic)


@given(SCORES, SCORES)
def test_the_largest_gap_is_that_of_kolmogorov_and_smirnov(one, other):
    """Whatever the sizes."""
    expected = stats.ks_2samp(one, other, method="asymp").statistic
    assert largest_gap(np.array(one), np.array(other)) == pytest.approx(expected)


def test_the_stability_index_tells_what_has_moved():
    """Nothing for the same scores, little for chance, much for a shift; finite where nothing overlaps."""
    chance = np.random.default_rng(1)
    one = chance.normal(size=4_000)

    assert stability_index(one, one) == 0.0
    assert stability_index(one, chance.normal(size=4_000)) < 0.02
    assert stability_index(one, one + 1) > 0.25
    assert np.isfinite(stability_index(one, one + 100))
    assert stability_index(one, np.zeros(0)) is None


def test_sums_of_a_touchpoint():
    """First placements, overlap by slots, levels of both."""
    found = Touchpoint()
    champion = {"placed": ["a", "b"], "level": "ranker", "scores": {"a": 3.0, "b": 2.0, "c": 1.0}}
    found.add(champion, "ranker", ["a", "c"], {"a": 9.0, "c": 8.0, "b": 7.0})
    found.add(champion, "blend", ["c", "b"], {"a": 3.0, "b": 2.0, "c": 1.0})
    told = found.document()

    assert (told["answers"], told["same_first"], told["overlap"]) == (2, 0.5, 0.5)
    assert told["rank_correlation"] == pytest.approx((0.5 + 1.0) / 2)
    assert told["levels"] == {"champion": {"ranker": 2}, "shadow": {"ranker": 1, "blend": 1}}
    assert told["scores"]["shadow"]["high"] == 9.0


def test_memory_is_bounded():
    """The newest values stay."""
    found = Touchpoint()
    champion = {"placed": [], "level": "ranker", "scores": {str(n): float(n) for n in range(100)}}
    for _ in range(KEPT // 100 + 10):
        found.add(champion, "ranker", [], champion["scores"])

    assert len(found.scores["champion"]) == KEPT
    assert times([]) is None
    assert times([1.0] * 9 + [2.0])["p50"] == 1.0
