"""Mixture: with probability 1 - explore the slate is greedy, otherwise each slot is drawn by the policy's own shares.

The probability of a prefix is that of the mixture,
(1 - explore) [prefix is greedy] + explore x product of the conditional draws,
and the propensity of a slot is the ratio of two successive prefixes.
"""

from abc import abstractmethod
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from slotwise.kernels.limited_numpy import picked
from slotwise.marginals import marginals
from slotwise.policies import Drawn, Fixed, Mask, Policy, best_first, greedy_slate


class Mixture(Policy):
    """A policy that draws some slates, slot by slot, and sorts the others."""

    explore: float
    """Share of slates that are drawn instead of sorted, 0 to 1."""

    @abstractmethod
    def _shares(
        self, scores: NDArray[np.float64], fresh: NDArray[np.bool_], open_: NDArray[np.bool_], best: int
    ) -> NDArray[np.float64]:
        """Return float64 (m,), sums to 1: how probably each open candidate is drawn next; `best` is the greedy one."""

    def _all_shares(
        self, scores: NDArray[np.float64], fresh: NDArray[np.bool_], opens: NDArray[np.bool_]
    ) -> NDArray[np.float64]:
        """Return the shares under many masks, bool (r, m), as float64 (r, m): 0 where nothing is open."""
        found = np.zeros(opens.shape)
        for row, open_ in enumerate(opens):
            best = best_first(scores, open_)
            if best >= 0:
                found[row] = self._shares(scores, fresh, open_, best)
        return found

    def _slot_by_slot(
        self,
        scores: NDArray[np.float64],
        fresh: NDArray[np.bool_],
        slots: int,
        mask: Mask,
        luck: NDArray[np.float64] | None,
    ) -> list[Drawn]:
        """Fill at most `slots` slots, one after the other; luck: uniform (slots,), None for the greedy slate."""
        drawn: list[Drawn] = []
        chosen: list[int] = []
        left = np.ones(len(scores), np.bool_)
        prefix = _Prefix(self.explore)
        for slot in range(slots if len(scores) else 0):
            open_ = mask(chosen) & left
            best = best_first(scores, open_)
            if best < 0:
                break
            chances = self._shares(scores, fresh, open_, best)
            place = best if luck is None else picked(chances, luck[slot])
            drawn.append(prefix.then(place, best, float(chances[place])))
            chosen.append(place)
            left[place] = False
        return drawn

    def chances(
        self, scores: NDArray[np.float64], fresh: NDArray[np.bool_], slate: Sequence[int], mask: Mask
    ) -> list[Drawn]:
        """Follow the slate slot by slot, as the greedy one and as a drawn one."""
        found: list[Drawn] = []
        left = np.ones(len(scores), np.bool_)
        prefix = _Prefix(self.explore)
        for slot, place in enumerate(slate):
            open_ = mask(list(slate[:slot])) & left
            best = best_first(scores, open_)
            if place < 0 or best < 0 or not open_[place] or not prefix.chance:
                return found + [Drawn(each, 0.0, 0.0) for each in slate[slot:]]
            found.append(prefix.then(place, best, float(self._shares(scores, fresh, open_, best)[place])))
            left[place] = False
        return found

    def marginals(
        self, scores: NDArray[np.float64], fresh: NDArray[np.bool_], slots: int, mask: Mask
    ) -> NDArray[np.float64]:
        """Mix the greedy slate with the drawn ones; exact to about a hundredth from the third slot on, see there."""

        def step(slates: NDArray[np.int64]) -> NDArray[np.float64]:
            return self._all_shares(scores, fresh, _opens(slates, mask, len(scores)))

        found = self.explore * marginals(step, slots, len(scores)) if self.explore else np.zeros((slots, len(scores)))
        best = greedy_slate(scores, slots, mask)
        found[np.arange(len(best)), best] += 1 - self.explore
        return found

    def following(
        self, scores: NDArray[np.float64], fresh: NDArray[np.bool_], drawn: Sequence[int], mask: Mask
    ) -> NDArray[np.float64]:
        """Mix the greedy candidate, as long as the slate so far is greedy, with a drawn one."""
        slate, so_far = list(drawn), 1.0
        for slot, place in enumerate(slate):
            so_far *= float(self._next(scores, fresh, slate[:slot], mask)[place]) if place >= 0 else 0.0
        greedy = greedy_slate(scores, len(slate) + 1, mask)
        found: NDArray[np.float64] = self.explore * so_far * self._next(scores, fresh, slate, mask)
        before = self.explore * so_far
        if greedy[: len(slate)] == slate:
            before += 1 - self.explore
            found[greedy[len(slate) :]] += 1 - self.explore
        return found / before if before else found

    def _next(
        self, scores: NDArray[np.float64], fresh: NDArray[np.bool_], drawn: list[int], mask: Mask
    ) -> NDArray[np.float64]:
        """The probability of each candidate for the slot after those that were drawn, 0 where nothing is open."""
        open_ = mask(drawn).copy()
        open_[drawn] = False
        best = best_first(scores, open_)
        return np.zeros(len(scores)) if best < 0 else self._shares(scores, fresh, open_, best)


class _Prefix:
    """A slate so far: how probable it is as the greedy one and as a drawn one, together `chance`."""

    def __init__(self, explore: float):
        self._explore, self._drawn, self._greedy, self.chance = explore, 1.0, True, 1.0

    def then(self, place: int, best: int, share: float) -> Drawn:
        """Return the next slot's draw; `best` is the greedy candidate, `share` with which the place is drawn."""
        before = self.chance
        self._drawn *= share
        self._greedy = self._greedy and place == best
        self.chance = (1 - self._explore) * self._greedy + self._explore * self._drawn
        return Drawn(place, min(self.chance / before, 1.0), self.chance)


def _opens(slates: NDArray[np.int64], mask: Mask, size: int) -> NDArray[np.bool_]:
    """Return bool (r, m): what is open after each of r slates so far, int64 (r, j) of places."""
    if isinstance(mask, Fixed):
        opens = np.repeat(mask.open[None], len(slates), axis=0)
    else:
        opens = np.empty((len(slates), size), np.bool_)
        for row, slate in enumerate(slates.tolist()):
            opens[row] = mask(slate)
    np.put_along_axis(opens, slates, False, axis=1)
    return opens
