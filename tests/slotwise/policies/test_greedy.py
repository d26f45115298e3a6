"""Greedy: the best open candidate, slot by slot."""

import numpy as np

from slotwise.limited import Limit, Limited
from slotwise.policies import Fixed
from slotwise.policies.greedy import Greedy

CHANCE = np.random.default_rng(0)


def draw(scores, open_, slots=3):
    open_ = np.array(open_, bool)
    return [each.place for each in Greedy().draw(np.array(scores), ~open_, slots, lambda drawn: open_, CHANCE)]


def test_best_first_ties_by_place():
    """The highest score first; among equals the one that stands first."""
    assert draw([1.0, 3.0, 2.0, 3.0], [True] * 4) == [1, 3, 2]


def test_closed_candidates_are_passed_over():
    """Only what the mask leaves open is placed, and the slate is short when nothing is left."""
    assert draw([1.0, 3.0, 2.0], [True, False, True]) == [0, 2][::-1]
    assert draw([1.0], [False]) == []
    assert draw([], []) == []


def test_certain_placements():
    """Nothing is left to chance: every propensity is 1."""
    drawn = Greedy().draw(np.arange(3.0), np.zeros(3, bool), 2, lambda drawn: np.ones(3, bool), CHANCE)

    assert [(each.propensity, each.prefix) for each in drawn] == [(1.0, 1.0), (1.0, 1.0)]
    assert Greedy().to_json() == {"policy": "greedy"}


def test_a_mask_that_stays_the_same_changes_nothing():
    """All slots drawn at once are those drawn one after the other, ties and closed candidates included."""
    random = np.random.default_rng(1)
    for _ in range(50):
        scores, open_ = random.integers(0, 5, 20).astype(float), random.random(20) < 0.4
        at_once = Greedy().draw(scores, ~open_, 6, Fixed(open_), CHANCE)
        assert at_once == Greedy().draw(scores, ~open_, 6, lambda drawn, open_=open_: open_, CHANCE)


def test_limits_at_once_are_those_slot_by_slot():
    """At most two of a kind, whether the mask is asked slot by slot or tells all slots."""
    random = np.random.default_rng(2)
    for _ in range(50):
        scores, keys = random.integers(0, 5, 20).astype(float), random.integers(-1, 3, 20, np.int32)
        mask = Limited(random.random(20) < 0.6, [Limit(keys, 2)])
        at_once = Greedy().draw(scores, keys > 5, 6, mask, CHANCE)
        assert at_once == Greedy().draw(scores, keys > 5, 6, lambda drawn, mask=mask: mask(drawn), CHANCE)
