"""The chance of being the largest, against closed forms, adaptive integration and a million draws."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import ndtr

from slotwise.errors import ConfigError
from slotwise.largest import FAST, FINE, chances

numbers = st.floats(-5, 5)
widths = st.floats(0.01, 10)


@given(numbers, numbers, widths, widths)
def test_of_two_it_is_the_closed_form(one: float, other: float, width: float, wide: float) -> None:
    """P(A > B) is the normal distribution of the difference; the error is below 1e-7."""
    found = chances(np.array([one, other]), np.array([width, wide]))
    assert found[0] == pytest.approx(float(ndtr((one - other) / np.hypot(width, wide))), abs=1e-7)


@given(st.integers(0, 10_000), st.integers(2, 40), st.sampled_from([0.0, 0.5, 1.0, 2.0]))
def test_it_is_what_adaptive_integration_finds(seed: int, m: int, spread: float) -> None:
    """For the likeliest of many, with deviations up to thousands of times apart: within 1e-7, and 1e-4 when fast."""
    random = np.random.default_rng(seed)
    means, deviations = random.normal(size=m), np.exp(spread * random.normal(size=m))
    fine, fast = (chances(means, deviations, step=step) for step in (FINE, FAST))
    best = int(fine.argmax())

    def density(u: float) -> float:
        below = ndtr((means[best] + deviations[best] * u - means) / deviations)
        return float(np.exp(-u * u / 2) / np.sqrt(2 * np.pi) * np.delete(below, best).prod())

    # Where another deviation is thousands of times less the integrand is a cliff, which adaptive steps must be told of.
    cliffs = (means + deviations * np.array([[-6.0], [0.0], [6.0]]) - means[best]) / deviations[best]
    turns = sorted(u for u in cliffs.ravel() if -8 < u < 8)
    exact = quad(density, -9, 9, points=turns, limit=500, epsabs=1e-12)[0]
    assert fine[best] == pytest.approx(exact, abs=1e-7)
    assert fast[best] == pytest.approx(exact, abs=1e-4)
    assert np.abs(fine - fast).max() < 1e-4


@pytest.mark.slow
def test_it_is_what_a_million_draws_find() -> None:
    """Each of thirty chances lies within 4.5 standard errors of its share of 1,000,000 draws."""
    random = np.random.default_rng(4)
    means, deviations = random.normal(size=30), np.exp(random.normal(size=30) / 2)
    drawn = np.bincount(
        np.concatenate([random.normal(means, deviations, (100_000, 30)).argmax(axis=1) for _ in range(10)]),
        minlength=30,
    )
    found = chances(means, deviations, step=FAST)
    assert (np.abs(drawn / 1e6 - found) < 4.5 * np.sqrt(found * (1 - found) / 1e6) + 1e-6).all()


@given(st.integers(0, 10_000), st.integers(1, 60))
def test_chances_add_up_and_follow_the_order_of_means(seed: int, m: int) -> None:
    """They sum to 1, and among equally sure ones the better is never the less likely."""
    random = np.random.default_rng(seed)
    means = np.sort(random.normal(size=m))
    found = chances(means, np.full(m, 0.7), step=FAST)
    assert found.sum() == pytest.approx(1.0)
    assert (np.diff(found) >= -1e-9).all()


@pytest.mark.parametrize("deviation", [0.0, -1.0, np.nan, np.inf])
def test_what_is_no_distribution_is_refused(deviation: float) -> None:
    """A deviation is above 0 and finite."""
    with pytest.raises(ConfigError):
        chances(np.zeros(2), np.array([1.0, deviation]))
