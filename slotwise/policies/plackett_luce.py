"""Plackett-Luce with temperature, mixed with the greedy slate and with a floor for new products.

With probability 1 - explore the slate is greedy, otherwise each slot is drawn by a softmax of
score / temperature over the open candidates, of which a share `floor` goes evenly to new products.
"""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slotwise import kernels
from slotwise.errors import ConfigError
from slotwise.limited import Limited
from slotwise.policies import Drawn, Fixed, Mask, Odds
from slotwise.policies.mixture import Mixture

_SLATE, _LIMITED = "slotwise.kernels.slate", "slotwise.kernels.limited"
_KNOWN = (Fixed, Limited)
"""Masks of which every slot is known beforehand."""
_TINY = 1e-250
"""Sums of weights below this are made again slot by slot, from the best candidate that is left."""


@dataclass(frozen=True)
class PlackettLuce(Mixture):
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

    @property
    def odds(self) -> Odds:
        """What tells how slates are drawn."""
        return self.explore, self.temperature, self.floor

    def draw(
        self,
        scores: NDArray[np.float64],
        fresh: NDArray[np.bool_],
        slots: int,
        mask: Mask,
        chance: np.random.Generator,
    ) -> list[Drawn]:
        """Draw slot by slot; the numbers taken from `chance` do not depend on the scores."""
        numbers = chance.random(slots + 1)
        explores, luck = numbers[0] < self.explore, numbers[1:]
        if not isinstance(mask, _KNOWN):
            return self._slot_by_slot(scores, fresh, slots, mask, luck if explores else None)
        if explores:
            return self._drawn_slate(scores, fresh, mask, luck)
        if isinstance(mask, Limited):
            return self._limited_slate(scores, fresh, mask, slots)
        at_once = self._greedy_slate(scores, fresh, mask.open, slots)
        return self._slot_by_slot(scores, fresh, slots, mask, None) if at_once is None else at_once

    def _greedy_slate(
        self, scores: NDArray[np.float64], fresh: NDArray[np.bool_], open_: NDArray[np.bool_], slots: int
    ) -> list[Drawn] | None:
        """The greedy slate with the probabilities of drawing it, all slots at once; None where they underflow."""
        kernel, places, weights = (
            kernels.load(_SLATE),
            np.empty(min(slots, len(scores)), np.int64),
            np.empty_like(scores),
        )
        count = kernel.lead(scores, open_, self.temperature, places, weights)
        if not count:
            return []
        found = np.empty((2, count))
        left = kernel.chances(
            places[:count], np.exp(weights, out=weights), open_, fresh, self.explore, self.floor, found
        )
        return None if left < _TINY else _drawn(places, found)

    def _limited_slate(
        self, scores: NDArray[np.float64], fresh: NDArray[np.bool_], mask: Limited, slots: int
    ) -> list[Drawn]:
        """The same where what is drawn closes others, with weights from the best candidate of every slot."""
        places, opens = mask.in_order(scores, slots)
        weights = np.exp(np.minimum(scores - scores[places][:, None], 0.0) / self.temperature)
        found = np.empty((2, len(places)))
        kernels.load(_LIMITED).chances(places, opens, weights, fresh, self.explore, self.floor, found)
        return _drawn(places, found)

    def _drawn_slate(
        self, scores: NDArray[np.float64], fresh: NDArray[np.bool_], mask: Fixed | Limited, luck: NDArray[np.float64]
    ) -> list[Drawn]:
        """A slate that is drawn by luck (slots,), all slots at once that have the same best candidate."""
        places, found = np.empty(len(luck), np.int64), np.empty((2, len(luck)))
        draw_on, so_far = kernels.load(_LIMITED).draw_on, np.ones(3)
        slot, best, weights = 0, np.nan, scores
        while True:
            slot = draw_on(
                slot, best, scores, weights, mask.open, *mask.parts,
                fresh, luck, self.explore, self.floor, so_far, places, found,
            )  # fmt: skip
            if slot == len(luck) or places[slot] < 0:
                return _drawn(places[:slot], found[:, :slot])
            best = scores[places[slot]]
            weights = np.exp(np.minimum(scores - best, 0.0) / self.temperature)

    def _shares(
        self, scores: NDArray[np.float64], fresh: NDArray[np.bool_], open_: NDArray[np.bool_], best: int
    ) -> NDArray[np.float64]:
        """Softmax over the open candidates, from the best open one."""
        weight = np.where(open_, np.exp(np.minimum(scores - scores[best], 0.0) / self.temperature), 0.0)
        chances: NDArray[np.float64] = weight / weight.sum()
        new = open_ & fresh
        if self.floor and new.any():
            chances = (1 - self.floor) * chances + self.floor * new / new.sum()
        return chances

    def _all_shares(
        self, scores: NDArray[np.float64], fresh: NDArray[np.bool_], opens: NDArray[np.bool_]
    ) -> NDArray[np.float64]:
        """The same under many masks at once."""
        best = np.where(opens, scores, -np.inf).max(axis=1, initial=-np.inf)
        behind = scores - np.where(best > -np.inf, best, 0.0)[:, None]
        weight = np.where(opens, np.exp(np.minimum(behind, 0.0) / self.temperature), 0.0)
        found: NDArray[np.float64] = weight / np.maximum(weight.sum(axis=1, keepdims=True), _TINY)
        new = opens & fresh
        count = new.sum(axis=1, keepdims=True)
        if self.floor and count.any():
            shared = (1 - self.floor) * found + self.floor * new / np.maximum(count, 1)
            found = np.where(count > 0, shared, found)
        return found

    def to_json(self) -> dict[str, Any]:
        """Return name and parameters."""
        return {
            "policy": self.name,
            "explore": self.explore,
            "temperature": self.temperature,
            "floor": self.floor,
        }


def _drawn(places: NDArray[np.int64], found: NDArray[np.float64]) -> list[Drawn]:
    """The draws of n slots: their places int64 (>= n,), propensities and prefixes float64 (2, n)."""
    propensities, prefixes = found.tolist()
    return list(map(Drawn, places.tolist(), propensities, prefixes))
