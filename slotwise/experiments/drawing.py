"""Drawing: which variant a unit gets, by its hash and the weights, and nothing else."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from slotwise import chance


@dataclass(frozen=True)
class Drawing:
    """Variants with bounds in [0, 1]: a unit gets the first whose bound exceeds its uniform number."""

    salt: str
    names: tuple[str, ...]
    weights: tuple[float, ...]
    bounds: tuple[float, ...]

    @classmethod
    def of(cls, salt: str, names: Sequence[str], weights: Sequence[float]) -> "Drawing":
        """Return the drawing of variants by weights that sum to 1. Bounds are added up one by one, as clients do."""
        last = max((place for place, weight in enumerate(weights) if weight > 0), default=-1)
        # Ten tenths are less than 1 in floating point: nobody may fall through the last gap.
        bounds = [1.0 if place >= last else bound for place, bound in enumerate(accumulate(weights))]
        return cls(salt, tuple(names), tuple(weights), tuple(bounds))

    def draw(self, unit: str) -> tuple[str, float]:
        """Return the variant of a unit and the probability that it had; a weight of 0 is never hit."""
        place = bisect_right(self.bounds, chance.uniform(self.salt, unit))
        return self.names[place], self.weights[place]


def phase_salt(experiment: str, phase: int) -> str:
    """Return the salt by which a phase draws: another phase or another experiment draws independently."""
    return f"exp:{experiment}#{phase}"


def batch_salt(experiment: str, phase: int, batch: int) -> str:
    """Return the salt of one batch of a bandit, in which units are drawn anew."""
    return f"{phase_salt(experiment, phase)}.{batch}"


def layer_salt(layer: str) -> str:
    """Return the salt by which units fall into the buckets of a layer."""
    return f"layer:{layer}"
