"""Rates between steps and what mending one is worth, with persons as the units."""

import numpy as np
import pytest

from slotwise.analysis.journeys import Journeys
from slotwise.analysis.passage import Passage, Rate, rate_of


def walked(person, reached, steps=3):
    """Journeys of persons that reached so many steps."""
    person, reached = np.asarray(person), np.asarray(reached)
    return Journeys(person, reached, np.full((len(person), steps), np.nan), {})


def drawn(rng, rates, persons=400):
    """Journeys whose steps are taken with these rates."""
    person = np.repeat(np.arange(persons), rng.integers(1, 4, persons))
    on, reached = np.ones(len(person), bool), np.ones(len(person), np.int64)
    for rate in rates:
        on &= rng.random(len(person)) < rate
        reached += on
    return walked(person, reached, len(rates) + 1)


def test_steps_are_counted():
    """Journeys and persons at each step."""
    passage = Passage.of(walked([0, 0, 1], [3, 1, 2]), 3)

    assert passage.totals.tolist() == [3, 2, 1]
    assert passage.persons.tolist() == [2, 2, 1]
    assert passage.conversion.value == 1 / 3
    assert passage.share(1, 2).value == 0.5


def test_nobody_is_told_as_such():
    """No journeys, no rates, no gain, no error."""
    passage = Passage.of(walked([], []), 3)

    assert passage.conversion.value is None
    assert passage.gain(0, Rate(0.5, 0.0), 10.0).value is None


def test_mending_to_the_same_rate_wins_nothing():
    """And to a better one wins what follows from it: the conversion is the product of the rates."""
    passage = Passage.of(walked([0, 1, 2, 3], [3, 2, 1, 1]), 3)

    assert passage.gain(0, Rate(0.5, 0.0), 4.0).value == pytest.approx(0.0)
    assert passage.gain(0, Rate(1.0, 0.0), 4.0).value == pytest.approx(0.25)
    assert passage.gain(0, Rate(1.0, 0.0), 8.0).value == pytest.approx(0.125)


@pytest.mark.slow
def test_the_gain_covers_the_truth():
    """Of 95 % intervals for the gain against another period, some 95 % hold what mending would truly win."""
    rng, inside = np.random.default_rng(3), 0
    for _ in range(600):
        now, before = (Passage.of(drawn(rng, rates), 4) for rates in ((0.8, 0.6, 0.7), (0.8, 0.75, 0.7)))
        gain = now.gain(1, rate_of(before.share(1, 2)), float(now.totals[0]))
        inside += gain.low <= 0.8 * (0.75 - 0.6) * 0.7 <= gain.high

    assert 552 <= inside <= 588


def test_what_has_no_value_is_no_rate():
    """There is nothing to compare with."""
    assert rate_of(Passage.of(walked([], []), 3).conversion) is None
