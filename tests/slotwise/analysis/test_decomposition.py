"""Deviations are shared out exactly: whatever the tables, the effects add up to the difference of the conversions."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from slotwise.analysis.decomposition import conversion, effects, share_variance

RATES = st.one_of(st.just(0.0), st.just(1.0), st.floats(0, 1))


@st.composite
def tables(draw):
    """Expected and measured factors of up to four segments and four steps, shares adding up to one."""
    segments, steps = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    found = []
    for _ in range(2):
        rates = np.array(draw(st.lists(RATES, min_size=segments * steps, max_size=segments * steps)))
        weights = np.array(draw(st.lists(st.integers(0, 9), min_size=segments, max_size=segments)), float) + 1
        shares = weights / weights.sum()
        found.append(np.column_stack([shares, rates.reshape(segments, steps)]))
    return found


@given(tables())
def test_the_effects_add_up(both):
    """Without a remainder, with zeros, and with segments that nobody planned."""
    expected, measured = both
    found = effects(expected, measured, np.zeros_like(expected))

    assert found.values.sum() == pytest.approx(conversion(measured) - conversion(expected), abs=1e-9)


def test_one_rate_that_differs_accounts_for_everything():
    """All others have no effect."""
    expected = np.array([[0.5, 0.8, 0.4], [0.5, 0.6, 0.4]])
    measured = expected.copy()
    measured[1, 2] = 0.1
    found = effects(expected, measured, np.zeros_like(expected)).values

    assert found[1, 2] == pytest.approx(0.5 * 0.6 * -0.3)
    assert np.count_nonzero(found) == 1


def test_a_mix_that_differs_is_told_against_all():
    """More of a good segment and fewer of a bad one both raise the conversion."""
    expected = np.array([[0.5, 0.8], [0.5, 0.2]])
    measured = np.array([[0.7, 0.8], [0.3, 0.2]])
    found = effects(expected, measured, np.zeros_like(expected)).values

    assert found[:, 0] == pytest.approx([0.2 * (0.8 - 0.56), -0.2 * (0.2 - 0.56)])
    assert (found[:, 1] == 0).all()


def test_two_factors_share_what_they_do_together():
    """Halved, both account for the same."""
    found = effects(np.array([[1.0, 0.5, 0.5]]), np.array([[1.0, 0.25, 0.25]]), np.zeros((1, 3))).values

    assert found[0] == pytest.approx([0, -0.09375, -0.09375])


@pytest.mark.slow
def test_the_bounds_cover_the_truth():
    """Of 95 % intervals of effects, some 95 % hold the effect that the true rates have."""
    rng, inside = np.random.default_rng(2), 0
    expected = np.array([[1.0, 0.5, 0.4]])
    truth = effects(expected, np.array([[1.0, 0.4, 0.5]]), np.zeros((1, 3))).values
    for _ in range(500):
        first = rng.binomial(2_000, 0.4)
        second = rng.binomial(first, 0.5)
        measured = np.array([[1.0, first / 2_000, second / first]])
        variances = np.array([[0.0, share_variance(measured[0, 1], 2_000), share_variance(measured[0, 2], first)]])
        found = effects(expected, measured, variances)
        inside += found.low[0, 1] <= truth[0, 1] <= found.high[0, 1]

    assert 460 <= inside <= 490


def test_shares_of_nobody_have_no_variance():
    """There is nothing to vary."""
    assert share_variance(0.0, 0) == 0.0
