"""Greedy: always the best candidate that the rules leave open."""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slotwise.limited import Limited
from slotwise.policies import Drawn, Fixed, Mask, Policy, best_first, best_in_order


@dataclass(frozen=True)
class Greedy(Policy):
    """Takes no chances: every placement has propensity 1, and its log supports no off-policy estimate."""

    name = "greedy"

    def draw(
        self,
        scores: NDArray[np.float64],
        fresh: NDArray[np.bool_],
        slots: int,
        mask: Mask,
        chance: np.random.Generator,
    ) -> list[Drawn]:
        """Take the best open candidate, slot by slot."""
        if isinstance(mask, Fixed):
            return [Drawn(place, 1.0, 1.0) for place in best_in_order(scores, mask.open, slots).tolist()]
        if isinstance(mask, Limited):
            return [Drawn(place, 1.0, 1.0) for place in mask.in_order(scores, slots)[0].tolist()]
        drawn: list[int] = []
        left = scores.copy()
        while len(drawn) < slots and len(left):
            place = best_first(left, mask(drawn))
            if place < 0:
                break
            drawn.append(place)
            left[place] = -np.inf
        return [Drawn(place, 1.0, 1.0) for place in drawn]

    def to_json(self) -> dict[str, Any]:
        """Return the policy's name."""
        return {"policy": self.name, **asdict(self)}
