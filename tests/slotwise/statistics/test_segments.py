"""Does the effect differ between segments?"""

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.meta_analysis import combine_effects

from slotwise.statistics.effect import effect, unknown
from slotwise.statistics.segments import differing


def test_q_is_that_of_statsmodels():
    """The same heterogeneity as a meta-analysis over the segments finds."""
    rng = np.random.default_rng(1)
    values, variances = rng.normal(size=6), rng.uniform(0.1, 2, 6)
    found = differing([effect(v, w, 1e9, 0.95) for v, w in zip(values, variances, strict=True)])
    meant = combine_effects(values, variances)

    assert found.q == pytest.approx(meant.q, rel=1e-9)
    assert found.df == 5
    assert found.p_value == pytest.approx(stats.chi2.sf(meant.q, 5), rel=1e-9)


def test_segments_without_an_interval_are_left_out():
    """A segment in which nothing varied neither differs nor agrees; one segment has nothing to differ from."""
    one, other = effect(0.0, 1.0, 1e9, 0.95), effect(10.0, 1.0, 1e9, 0.95)

    assert differing([one, unknown(5.0), other]).p_value < 1e-6
    assert differing([one, unknown(5.0)]).p_value == 1.0
