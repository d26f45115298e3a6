"""Greedy: always the best candidate that the rules leave open."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slotwise.policies import Drawn, Mask, Policy, greedy_slate


@dataclass(frozen=True)
class Greedy(Policy):
    """Takes no chances: every placement has propensity 1, and its log supports no off-policy estimate."""

    name = "greedy"
    odds = 0.0, 0.0, 0.0

    def draw(
        self,
        scores: NDArray[np.float64],
        fresh: NDArray[np.bool_],
        slots: int,
        mask: Mask,
        chance: np.random.Generator,
    ) -> list[Drawn]:
        """Take the best open candidate, slot by slot."""
        return [Drawn(place, 1.0, 1.0) for place in greedy_slate(scores, slots, mask)]

    def chances(
        self, scores: NDArray[np.float64], fresh: NDArray[np.bool_], slate: Sequence[int], mask: Mask
    ) -> list[Drawn]:
        """Say 1 as far as the slate is the greedy one."""
        best, so_far, found = greedy_slate(scores, len(slate), mask), True, []
        for slot, place in enumerate(slate):
            so_far = so_far and slot < len(best) and place == best[slot]
            found.append(Drawn(place, float(so_far), float(so_far)))
        return found

    def marginals(
        self, scores: NDArray[np.float64], fresh: NDArray[np.bool_], slots: int, mask: Mask
    ) -> NDArray[np.float64]:
        """Say 1 where each slot's greedy candidate is."""
        found = np.zeros((slots, len(scores)))
        best = greedy_slate(scores, slots, mask)
        found[np.arange(len(best)), best] = 1.0
        return found

    def to_json(self) -> dict[str, Any]:
        """Return the policy's name."""
        return {"policy": self.name, **asdict(self)}
