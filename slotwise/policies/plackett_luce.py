"""Plackett-Luce with temperature, mixed with the greedy slate and with a floor for new products.

With probability 1 - explore the slate is greedy, otherwise each slot is drawn by a softmax of
score / temperature over the open candidates, of which a share `floor` goes evenly to new products.
The probability of a prefix is that of the mixture,
(1 - explore) [prefix is greedy] + explore x product of the conditional draws,
and the propensity of a slot is the ratio of two successive prefixes.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slotwise import kernels
from slotwise.errors import ConfigError
from slotwise.limited import Limited
from slotwise.marginals import marginals
from slotwise.policies import Drawn, Fixed, Mask, Policy, best_first, best_in_order, greedy_slate

_TINY = 1e-250
"""Sums of weights below this are made again slot by slot, from the best candidate that is left."""


@dataclass(frozen=True)
class PlackettLuce(Policy):
    """Explores with exact propensities."""

    name = "plackett_luce"

    explore: float = 0.2
    """Share of slates that are drawn instead of sorted, 0 to 1."""
    temperature: float = 1.0
    """Divides the scores before the softmax, above 0: small is greedy, large is uniform."""
    floor: float = 0.05
    """Share of each drawn slot's probability that goes evenly to new products, 0 to below 1."""

    def __post_init__(self) -> None:
        if not (0 <= self.explore <= 1 and self.temperature > 0 and 0 <= self.floor < 1):
            raise ConfigError(
                "plackett_luce has a parameter outside its range",
                expected="0 <= explore <= 1, temperature > 0, 0 <= floor < 1",
                given=asdict(self),
            )

    def draw(
        self,
        scores: NDArray[np.float64],
        fresh: NDArray[np.bool_],
        slots: int,
        mask: Mask,
        chance: np.random.Generator,
    ) -> list[Drawn]:
        """Draw slot by slot; the numbers taken from `chance` do not depend on the scores."""
        explores = chance.random() < self.explore
        luck = chance.random(slots)
        if isinstance(mask, Fixed) and not explores:
            at_once = self._greedy_slate(scores, fresh, mask.open, slots)
            if at_once is not None:
                return at_once
        if isinstance(mask, Limited) and not explores:
            return self._limited_slate(scores, fresh, mask, slots)
        drawn: list[Drawn] = []
        chosen: list[int] = []
        left = np.ones(len(scores), np.bool_)
        product, greedy_so_far, before = 1.0, True, 1.0
        for slot in range(slots if len(scores) else 0):
            open_ = mask(chosen) & left
            best = best_first(scores, open_)
            if best < 0:
                break
            chances = self._shares(scores - scores[best], fresh, open_)
            place = _pick(chances, luck[slot]) if explores else best
            product *= float(chances[place])
            greedy_so_far = greedy_so_far and place == best
            prefix = (1 - self.explore) * greedy_so_far + self.explore * product
            drawn.append(Drawn(place, min(prefix / before, 1.0), prefix))
            chosen.append(place)
            left[place] = False
            before = prefix
        return drawn

    def chances(
        self, scores: NDArray[np.float64], fresh: NDArray[np.bool_], slate: Sequence[int], mask: Mask
    ) -> list[Drawn]:
        """Follow the slate slot by slot, as the greedy one and as a drawn one."""
        found: list[Drawn] = []
        left = np.ones(len(scores), np.bool_)
        product, greedy_so_far, before = 1.0, True, 1.0
        for slot, place in enumerate(slate):
            open_ = mask(list(slate[:slot])) & left
            best = best_first(scores, open_)
            if place < 0 or best < 0 or not open_[place] or not before:
                return found + [Drawn(each, 0.0, 0.0) for each in slate[slot:]]
            product *= float(self._shares(scores - scores[best], fresh, open_)[place])
            greedy_so_far = greedy_so_far and place == best
            prefix = (1 - self.explore) * greedy_so_far + self.explore * product
            found.append(Drawn(place, min(prefix / before, 1.0), prefix))
            left[place] = False
            before = prefix
        return found

    def marginals(
        self, scores: NDArray[np.float64], fresh: NDArray[np.bool_], slots: int, mask: Mask
    ) -> NDArray[np.float64]:
        """Mix the greedy slate with the drawn ones; exact to about a hundredth from the third slot on, see there."""

        def step(slates: NDArray[np.int64]) -> NDArray[np.float64]:
            return np.stack([self._next(scores, fresh, each.tolist(), mask) for each in slates])

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
        return np.zeros(len(scores)) if best < 0 else self._shares(scores - scores[best], fresh, open_)

    def _greedy_slate(
        self, scores: NDArray[np.float64], fresh: NDArray[np.bool_], open_: NDArray[np.bool_], slots: int
    ) -> list[Drawn] | None:
        """The greedy slate with the probabilities of drawing it, all slots at once; None where they underflow."""
        places = best_in_order(scores, open_, slots)
        if not len(places):
            return []
        weights = np.exp(np.minimum(scores - scores[places[0]], 0.0) / self.temperature)
        found = np.empty((2, len(places)))
        left = kernels.load("slotwise.kernels.slate").chances(
            places, weights, open_, fresh, self.explore, self.floor, found
        )
        return None if left < _TINY else list(map(Drawn, places.tolist(), *found.tolist()))

    def _limited_slate(
        self, scores: NDArray[np.float64], fresh: NDArray[np.bool_], mask: Limited, slots: int
    ) -> list[Drawn]:
        """The same where what is drawn closes others, with weights from the best candidate of every slot."""
        places, opens = mask.in_order(scores, slots)
        weights = np.exp(np.minimum(scores - scores[places][:, None], 0.0) / self.temperature)
        found = np.empty((2, len(places)))
        kernels.load("slotwise.kernels.limited").chances(places, opens, weights, fresh, self.explore, self.floor, found)
        return list(map(Drawn, places.tolist(), *found.tolist()))

    def _shares(
        self, behind: NDArray[np.float64], fresh: NDArray[np.bool_], open_: NDArray[np.bool_]
    ) -> NDArray[np.float64]:
        """Softmax over the open candidates; `behind`: each score less the best open one, so at most 0 there."""
        weight = np.where(open_, np.exp(np.minimum(behind, 0.0) / self.temperature), 0.0)
        chances: NDArray[np.float64] = weight / weight.sum()
        new = open_ & fresh
        if self.floor and new.any():
            chances = (1 - self.floor) * chances + self.floor * new / new.sum()
        return chances

    def to_json(self) -> dict[str, Any]:
        """Return name and parameters."""
        return {
            "policy": self.name,
            "explore": self.explore,
            "temperature": self.temperature,
            "floor": self.floor,
        }


def _pick(chances: NDArray[np.float64], luck: float) -> int:
    cumulated = np.cumsum(chances)
    place = int(np.searchsorted(cumulated, luck * cumulated[-1], side="right"))
    return min(place, int(np.flatnonzero(chances)[-1]))
