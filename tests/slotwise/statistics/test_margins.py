"""Harm beyond the margin stops; only proof of none lets ship."""

import numpy as np
import pytest

from slotwise.errors import StatisticsError
from slotwise.statistics.comparing import compare
from slotwise.statistics.margins import margin
from slotwise.statistics.moments import Moments


def compared(one, other, n=20_000, spread=1.0, seed=1):
    """Two variants around two means."""
    rng = np.random.default_rng(seed)
    rows = [np.column_stack([rng.normal(mean, spread, n), np.ones((n, 3))]) for mean in (one, other)]
    return compare(Moments.of(rows[0]), Moments.of(rows[1]))


@pytest.mark.parametrize("planned", [None, 40_000])
@pytest.mark.parametrize(
    ("treated", "worse", "breached", "inside"),
    [
        (10.0, "lower", False, True),
        (9.8, "lower", False, True),
        (9.5, "lower", False, False),
        (9.2, "lower", True, False),
        (10.2, "higher", False, True),
        (10.8, "higher", True, False),
        (9.0, "higher", False, True),
    ],
)
def test_a_margin_of_five_percent(treated, worse, breached, inside, planned):
    """Well inside ships, well beyond stops, on the margin does neither; better is never harm."""
    found = margin(compared(10.0, treated), 0.05, worse, planned_n=planned)

    assert (found.breached, found.inside) == (breached, inside)
    assert found.low < found.harm < found.high


def test_not_significantly_worse_is_not_enough():
    """Few persons show no harm and no proof of its absence."""
    found = margin(compared(10.0, 9.9, n=50, spread=5), 0.02)

    assert not found.breached
    assert not found.inside


@pytest.mark.parametrize(("alpha", "z"), [(0.05, 1.644854), (0.01, 2.326348)])
def test_one_look_takes_the_one_sided_bound(alpha, z):
    """All of alpha is on the side that is asked, for stopping as for shipping."""
    comparison = compared(10.0, 9.9)
    found = margin(comparison, 0.05, alpha=alpha)
    error = np.sqrt(comparison.treated.variance + 0.95**2 * comparison.control.variance)

    assert (found.harm - found.low, found.high - found.harm) == pytest.approx((z * error, z * error), rel=1e-3)


def test_watching_takes_a_wider_bound_than_one_look():
    """What may be looked at every minute stops later."""
    comparison = compared(10.0, 9.2)

    assert margin(comparison, 0.05, planned_n=40_000).low < margin(comparison, 0.05).low


def test_a_negative_control_is_borne_by_its_size():
    """Five percent worse than -10 is below -10.5."""
    assert margin(compared(-10.0, -10.2), 0.05).inside
    assert margin(compared(-10.0, -11.0), 0.05).breached


def test_p_is_below_alpha_where_the_margin_is_breached():
    """Bound and p value are one statement."""
    for treated in np.linspace(9.3, 9.6, 13):
        for planned in (None, 40_000):
            found = margin(compared(10.0, treated), 0.05, planned_n=planned)
            assert found.breached == (found.p_value < 0.05)


def test_what_never_varied_counts_when_it_was_seen_often():
    """No fallback in either variant is inside, no sale is not; every answer a fallback is beyond; ten prove nothing."""
    none, all_ = Moments.of(np.zeros((500, 4))), Moments.of(np.ones((500, 4)))

    assert margin(compare(none, none), 0.1, "higher").inside
    assert not margin(compare(none, none), 0.1, "lower").inside
    assert margin(compare(none, all_), 0.1, "higher").breached
    few = margin(compare(Moments.of(np.zeros((10, 4))), Moments.of(np.ones((10, 4)))), 0.1, "higher")
    assert (few.breached, few.inside) == (False, False)


def test_a_negative_margin_is_told():
    """To ask for an improvement is what the primary metric is for."""
    with pytest.raises(StatisticsError):
        margin(compared(10, 10), -0.1)


@pytest.mark.slow
def test_a_variant_exactly_on_the_margin_is_shipped_and_stopped_as_rarely_as_alpha_says():
    """Both one-sided errors are held at the margin itself."""
    rng, n, runs = np.random.default_rng(7), 400, 2_000
    shipped = stopped = 0
    for _ in range(runs):
        rows = [np.column_stack([rng.normal(mean, 2, n), np.ones((n, 3))]) for mean in (10, 9.5)]
        found = margin(compare(Moments.of(rows[0]), Moments.of(rows[1])), 0.05)
        shipped, stopped = shipped + found.inside, stopped + found.breached

    assert 0.035 < shipped / runs < 0.065
    assert 0.035 < stopped / runs < 0.065
