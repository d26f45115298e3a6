"""A mixture of sorted and drawn slates: whatever the shares are, the probabilities are those of what happens."""

import itertools
from dataclasses import dataclass

import numpy as np
import pytest

from slotwise.policies import Fixed
from slotwise.policies.mixture import Mixture

SCORES, FRESH, OPEN = np.array([0.5, 2.0, 1.0]), np.zeros(3, bool), Fixed(np.ones(3, bool))


@dataclass(frozen=True)
class Even(Mixture):
    """Draws evenly."""

    explore: float = 0.4

    def _shares(self, scores, fresh, open_, best):
        return open_ / open_.sum()

    def draw(self, scores, fresh, slots, mask, chance):
        """Draw or sort."""
        explores, luck = chance.random() < self.explore, chance.random(slots)
        return self._slot_by_slot(scores, fresh, slots, mask, luck if explores else None)

    def to_json(self):
        """Return nothing: it is in no room."""
        return {}


def test_the_slates_there_are_have_all_of_the_probability():
    """Every order of the candidates has a chance, and together they are certain."""
    found = [Even().chances(SCORES, FRESH, slate, OPEN)[-1].prefix for slate in itertools.permutations(range(3))]

    assert sum(found) == pytest.approx(1.0)
    assert sorted(found) == pytest.approx([0.4 / 6] * 5 + [0.6 + 0.4 / 6])


def test_a_slate_is_drawn_as_often_as_it_says():
    """Of 5,000 slates those in the greedy order are as many as its prefix says."""
    chance = np.random.default_rng(1)
    slates = [Even().draw(SCORES, FRESH, 3, OPEN, chance) for _ in range(5_000)]
    greedy = [each for each in slates if [one.place for one in each] == [1, 2, 0]]

    assert greedy[0][-1].prefix == pytest.approx(0.6 + 0.4 / 6)
    assert len(greedy) / 5_000 == pytest.approx(0.6 + 0.4 / 6, abs=0.02)


def test_what_follows_a_slate_adds_up():
    """The next slot is one of those that are left, and after what is never drawn nothing follows."""
    after = Even().following(SCORES, FRESH, [1], OPEN)

    assert after.sum() == pytest.approx(1.0)
    assert after[1] == 0
    assert not Even().following(SCORES, FRESH, [1, 1], OPEN).any()
