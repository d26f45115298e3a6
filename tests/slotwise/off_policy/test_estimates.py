"""Values and intervals by person."""

import numpy as np
import pytest

from slotwise.off_policy.estimates import Estimate, by_slot, document, estimate
from slotwise.off_policy.logged import Logged
from tests.logged_slates import small_log


def test_the_standard_error_is_that_of_a_loop_over_persons():
    """Sums by person, less the value times the person's slates, squared; by hand."""
    logged, _ = small_log()
    terms = np.random.default_rng(3).normal(size=len(logged))
    found = estimate(logged, terms)
    persons = sorted(set(logged.clusters.tolist()))
    left = []
    for person in persons:
        own = logged.clusters == person
        left.append(terms[own].sum() - found.value * len(set(logged.decision[own].tolist())))
    expected = np.sqrt(len(persons) / (len(persons) - 1) * np.sum(np.square(left))) / logged.decisions

    assert found.standard_error == pytest.approx(expected, rel=1e-12)
    assert found.low() == pytest.approx(found.value - 1.959963984540054 * expected)
    assert found.at_least() == pytest.approx(found.value - 1.2815515655446004 * expected)


def test_repeating_a_person_tells_nothing_new():
    """A log in which everybody stands ten times has the interval of the log with each once; by row it would shrink."""
    chance = np.random.default_rng(5)
    once, reward = np.arange(400), chance.random(400)
    tenfold = Logged(
        np.arange(4000), np.repeat(once, 10), np.ones(4000, int), np.repeat(reward, 10), None, np.ones(4000)
    )
    alone = Logged(once, once, np.ones(400, int), reward, None, np.ones(400))

    assert estimate(tenfold, tenfold.reward).standard_error == pytest.approx(
        estimate(alone, alone.reward).standard_error
    )


def test_slots_add_up():
    """The values of the slots, each times its slates, are the value of all slates."""
    logged, _ = small_log()
    found = by_slot(logged, logged.reward)
    total = sum(found[slot].value * (logged.slot == slot).sum() for slot in found)

    assert total / logged.decisions == pytest.approx(estimate(logged, logged.reward).value)
    assert set(document(found)) == {"1", "2", "3"}


def test_too_little_for_an_interval():
    """Nothing has no value, one person has no interval; both are null as data."""
    logged, _ = small_log()
    nothing = estimate(logged.take(np.zeros(0, int)), np.zeros(0))
    first = logged.decision == 0

    assert nothing.to_json()["value"] is None
    assert estimate(logged.take(first), logged.reward[first]).to_json()["low"] is None
    assert Estimate(1.0, 0.5).high() > 1.9
