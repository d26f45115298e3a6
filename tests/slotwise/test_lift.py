"""Lift: published examples, edges, and that intervals cover the truth as often as they say."""

from math import exp, inf, log, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from slotwise.errors import LiftError
from slotwise.lift import Group, Interval, Lift, wilson

counts = st.integers(50, 5_000).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n)))


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        (Group(70, 56), Group(80, 48), 0.0524, 0.3339),
        (Group(10, 9), Group(10, 3), 0.1705, 0.8090),
        (Group(56, 5), Group(29, 0), -0.0381, 0.1926),
    ],
)
def test_the_difference_is_newcombes(one, other, low, high):
    """Method 10 of Newcombe's own table (1998, table II) comes out to four digits."""
    found = _unchecked(one, other).difference

    assert found.value == pytest.approx(one.rate - other.rate)
    assert (found.low, found.high) == (pytest.approx(low, abs=6e-5), pytest.approx(high, abs=6e-5))


def test_the_ratio_is_the_log_interval():
    """The ratio's limits are those of Katz and others, written out."""
    lift = Lift(Group(1_000, 49), Group(1_000, 9))
    spread = 1.959964 * sqrt(1 / 49 - 1 / 1_000 + 1 / 9 - 1 / 1_000)

    assert lift.ratio.value == pytest.approx(49 / 9)
    assert lift.ratio.low == pytest.approx(exp(log(49 / 9) - spread), rel=1e-6)
    assert lift.ratio.high == pytest.approx(exp(log(49 / 9) + spread), rel=1e-6)


@given(counts, counts)
def test_limits_stand_around_the_estimate(treated, held_out):
    """Every interval holds its own estimate, and differences stay between -1 and 1."""
    lift = Lift(Group(*treated), Group(*held_out))
    if lift.refused:
        return

    assert -1 <= lift.difference.low <= lift.difference.value <= lift.difference.high <= 1
    assert 0 <= lift.ratio.low <= lift.ratio.value * (1 + 1e-9)
    assert lift.ratio.value <= lift.ratio.high * (1 + 1e-9)


@given(counts)
def test_wilson_holds_the_share(group):
    """A share lies within its own limits."""
    low, high = wilson(Group(*group))

    assert 0 <= low <= Group(*group).rate <= high <= 1


def test_nobody_gives_no_limits():
    """Of a group of nobody nothing is known."""
    assert wilson(Group(0, 0)) == (0.0, 1.0)
    assert Group(0, 0).rate == 0.0
    assert Lift(Group(0, 0), Group(10, 0)).detectable == inf


@pytest.mark.parametrize(
    ("treated", "held_out", "why"),
    [
        (Group(49, 20), Group(500, 20), "a group has 49 persons; 50 are needed"),
        (Group(500, 20), Group(0, 0), "a group has 0 persons; 50 are needed"),
        (Group(500, 3), Group(500, 1), "4 persons converted; 5 are needed"),
    ],
)
def test_too_few_are_refused(treated, held_out, why):
    """With too few persons or conversions there is no interval, and the answer says why."""
    lift = Lift(treated, held_out)

    assert lift.refused == why
    assert lift.to_json()["difference"] is None
    assert lift.to_json()["refused"] == why
    with pytest.raises(LiftError, match="needed"):
        _ = lift.difference
    with pytest.raises(LiftError, match="needed"):
        _ = lift.ratio


@pytest.mark.parametrize(("group", "level"), [(Group(10, 11), 0.95), (Group(10, -1), 0.95), (Group(10, 1), 1.0)])
def test_counts_that_cannot_be_are_refused(group, level):
    """More conversions than persons, fewer than none, or a level of certainty are errors."""
    with pytest.raises(LiftError):
        Lift(group, Group(100, 1), level)


def test_a_group_without_conversions_has_a_ratio():
    """Nobody converting among the held-out is no reason for an infinite ratio."""
    lift = Lift(Group(1_000, 20), Group(1_000, 0))

    assert 1 < lift.ratio.low < lift.ratio.value < lift.ratio.high < inf


def test_the_detectable_difference_shrinks_with_persons():
    """Four times the persons show half the difference."""
    few, many = Lift(Group(500, 25), Group(500, 25)), Lift(Group(2_000, 100), Group(2_000, 100))

    assert few.detectable == pytest.approx(2 * many.detectable)
    assert few.detectable == pytest.approx((1.959964 + 0.841621) * sqrt(0.05 * 0.95 * 2 / 500), rel=1e-5)


def test_everything_is_told():
    """The document has counts, rates, both intervals and what could have been noticed."""
    told = Lift(Group(1_000, 49), Group(500, 5)).to_json()

    assert told["treated"] == {"persons": 1_000, "converted": 49, "rate": 0.049}
    assert told["difference"].keys() == told["ratio"].keys() == {"value", "low", "high"}
    assert told["refused"] is None
    assert told["level"] == 0.95
    assert told["detectable_difference"] > 0


@pytest.mark.parametrize(("treated", "held_out"), [(0.0486, 0.0091), (0.03, 0.03), (0.2, 0.15)])
def test_intervals_cover_the_truth(treated, held_out):
    """Of 2,000 samples the 95 % intervals of difference and ratio hold the truth in at least 93 %."""
    rng = np.random.default_rng(7)
    hits = np.zeros(2)
    for one, other in zip(rng.binomial(2_000, treated, 2_000), rng.binomial(1_000, held_out, 2_000), strict=True):
        lift = Lift(Group(2_000, int(one)), Group(1_000, int(other)))
        hits += lift.difference.holds(treated - held_out), lift.ratio.holds(treated / held_out)

    assert (hits / 2_000 >= 0.93).all()


def _unchecked(one: Group, other: Group) -> Lift:
    """A lift of so few persons that it would be refused: the published tables are of such."""

    class Unchecked(Lift):
        refused = ""  # type: ignore[assignment]

    return Unchecked(one, other)


def test_an_interval_holds_what_lies_within():
    """Limits count as inside."""
    assert Interval(1.0, 0.5, 2.0).holds(0.5)
    assert not Interval(1.0, 0.5, 2.0).holds(2.1)
