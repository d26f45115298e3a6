"""A plain model of the reward: how often each slot is rewarded, and how much more often with each content.

It serves as the base line of doubly robust estimators, which are right whatever it says; so it is small and cannot be
wrong by much: rates of contents are drawn towards that of their slots.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from slotwise.off_policy.logged import Floats, Logged

STRENGTH = 5.0
"""Expected rewards that speak for a content being as good as all others."""
FOLDS = 5


@dataclass(frozen=True)
class RewardModel:
    """Predictions of each fold's model, which has not seen the fold's persons.

    fold int64 (n,) of each placement; rate float64 (folds, slots); lift float64 (folds, contents).
    """

    fold: NDArray[np.int64]
    rate: Floats
    lift: Floats

    def predict(self, fold: int, slot: int) -> Floats:
        """Return float64 (contents,): what to expect of each content in a slot (from 1), by one fold's model."""
        found: Floats = self.rate[fold, slot - 1] * self.lift[fold]
        return found

    def predicted(self, logged: Logged, content: NDArray[np.int64]) -> Floats:
        """Return float64 (n,): what to expect of the placements themselves."""
        found: Floats = self.rate[self.fold, logged.slot - 1] * self.lift[self.fold, content]
        return found


def cross_fitted(logged: Logged, content: NDArray[np.int64], contents: int, folds: int = FOLDS) -> RewardModel:
    """Fit on all persons but each fold's; content int64 (n,) in 0 ... contents - 1."""
    fold = _mixed(logged.clusters) % folds
    slots = int(logged.slot.max(initial=1))
    rate, lift = np.zeros((folds, slots)), np.ones((folds, contents))
    for each in range(folds):
        seen = fold != each
        slot, reward, shown = logged.slot[seen] - 1, logged.reward[seen], content[seen]
        count = np.bincount(slot, minlength=slots)
        rate[each] = np.bincount(slot, reward, minlength=slots) / np.maximum(count, 1)
        expected = np.bincount(shown, rate[each][slot], minlength=contents)
        strength = STRENGTH if rate[each].any() else 1.0
        lift[each] = (np.bincount(shown, reward, minlength=contents) + strength) / (expected + strength)
    return RewardModel(fold, rate, lift)


def _mixed(person: NDArray[np.int64]) -> NDArray[np.int64]:
    """Spread running numbers evenly, whatever order persons came in (Knuth's multiplicative hash)."""
    return (person * 2_654_435_761 % 2**32) >> 7
