"""Slopes are found with intervals that hold them, and are what was believed where nothing was counted."""

import numpy as np
import pytest

from slotwise.analysis.slope import fit_slopes


def test_slopes_are_found_whatever_the_level():
    """95 % of the intervals hold a slope that was drawn as is believed."""
    rng = np.random.default_rng(1)
    x, n = np.arange(7.0) - 3, 2_000
    truth, level = rng.normal(0, 0.15, n), np.exp(rng.normal(0, 1, n))
    expected = rng.uniform(2, 30, (n, 7))
    counts = rng.poisson(expected * level[:, None] * np.exp(truth[:, None] * x)).astype(float)
    found = fit_slopes(counts, expected, x, 0.15)

    assert np.mean((found.low <= truth) & (truth <= found.high)) == pytest.approx(0.95, abs=0.02)


def test_nothing_counted_is_nothing_learned():
    """Also where nothing could have been."""
    found = fit_slopes(np.zeros((1, 3)), np.zeros((1, 3)), np.arange(3.0), 0.2, around=-0.1)

    assert found.value[0] == pytest.approx(-0.1)
    assert (found.low[0], found.high[0]) == pytest.approx((-0.1 - 1.96 * 0.2, -0.1 + 1.96 * 0.2))
