"""Thompson sampling: each slot goes to a candidate as probably as its click rate is the highest, slot by slot anew.

A rate's posterior joins what the ranker says, as the mean of a prior that is worth `prior` exposures, with the live
counts of the product's exposures and clicks: Gamma(prior x rate + clicks, prior + exposures), whose cube root is nearly
normal (Wilson & Hilferty 1931) where its shape is 1/2 or more (less is taken for that). So the chance of being the
largest is integrated, not sampled (largest.py), and slots are drawn from those very chances: the propensities are exact
for what is drawn.
"""

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slotwise import largest
from slotwise.counts import CLICKS, DAY, EXPOSURES, HALFLIVES
from slotwise.errors import ConfigError
from slotwise.live import Live
from slotwise.policies import Drawn, Mask
from slotwise.policies.mixture import Mixture

Pair = tuple[NDArray[np.float64], NDArray[np.float64]]
_WEEKS = HALFLIVES.index(14 * DAY)
"""Half-life of what is believed: rates move, and a bandit that never forgets stops looking."""
_TYPICAL, _SURE = 0.01, 100.0
"""Click rate of candidates of which nothing is known, and how many exposures that is worth."""
_LEAST = 0.5
"""Shape of the least sure posterior: below it a cube root is no longer normal."""
_STEEP = 6.0
"""Deviations from the mean score beyond which a score says no more."""


@dataclass(frozen=True)
class Thompson(Mixture):
    """A bandit over contents: it explores where it does not know, and no longer than that."""

    name = "thompson"

    explore: float = 1.0
    """Share of slates that are drawn instead of sorted by the ranker alone, 0 to 1."""
    prior: float = 100.0
    """Exposures that the ranker's word is worth against what was counted, above 0."""
    spread: float = 0.5
    """Log of the click rate that a standard deviation of the scores stands for, 0 or more."""
    floor: float = 0.02
    """Share of each drawn slot's probability that goes evenly to all open candidates, 0 to below 1."""
    _seen: Pair | None = field(default=None, init=False, compare=False, repr=False)
    _believed: Pair | None = field(default=None, init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        good = 0 <= self.explore <= 1 and self.prior > 0 and self.spread >= 0 and 0 <= self.floor < 1
        if not good:
            raise ConfigError(
                "thompson has a parameter outside its range",
                expected="0 <= explore <= 1, prior > 0, spread >= 0, 0 <= floor < 1",
                given=self.to_json(),
            )

    def as_of(self, live: Live, products: NDArray[np.int32]) -> "Thompson":
        """Return the policy that knows how often the candidates' products were shown and clicked of late."""
        shown, clicked = (live.total(channel, _WEEKS)[products] for channel in (EXPOSURES, CLICKS))
        return self.having_seen(shown.astype(np.float64), clicked.astype(np.float64))

    def having_seen(self, shown: NDArray[np.float64], clicked: NDArray[np.float64]) -> "Thompson":
        """Return the policy that knows of so many exposures (an average place as 1) and clicks, float64 (m,) each."""
        found = replace(self)
        object.__setattr__(found, "_seen", (shown, clicked))
        return found

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
        return self._believing(scores)._slot_by_slot(scores, fresh, slots, mask, luck if explores else None)

    def posterior(self, scores: NDArray[np.float64]) -> Pair:
        """Return mean and deviation of the cube root of each candidate's click rate, float64 (m,) each."""
        shown, clicked = self._seen or np.zeros((2, len(scores)))
        typical = (clicked.sum() + _TYPICAL * _SURE) / (shown.sum() + _SURE)
        shape = np.maximum(self.prior * typical * _lift(scores, self.spread) + clicked, _LEAST)
        root = np.cbrt(shape / (self.prior + shown))
        return root * (1 - 1 / (9 * shape)), root / (3 * np.sqrt(shape))

    def _believing(self, scores: NDArray[np.float64]) -> "Thompson":
        """Return the policy with the posterior of these scores at hand, so that all slots share it."""
        found = replace(self)
        object.__setattr__(found, "_believed", self.posterior(scores))
        return found

    def _shares(
        self, scores: NDArray[np.float64], fresh: NDArray[np.bool_], open_: NDArray[np.bool_], best: int
    ) -> NDArray[np.float64]:
        """The chances of having the highest rate of the open ones, less the share that is given out evenly."""
        able = open_ & (scores > -np.inf)
        chances = largest.chances(*(self._believed or self.posterior(scores)), able, largest.FAST)
        return (1 - self.floor) * chances + self.floor * able / np.count_nonzero(able)

    def to_json(self) -> dict[str, Any]:
        """Return name and parameters, without what was counted."""
        return {
            "policy": self.name,
            "explore": self.explore,
            "prior": self.prior,
            "spread": self.spread,
            "floor": self.floor,
        }


def _lift(scores: NDArray[np.float64], spread: float) -> NDArray[np.float64]:
    """float64 (m,), mean 1: how many times the typical rate each score stands for."""
    finite = np.isfinite(scores)
    if not finite.any():
        return np.ones(len(scores))
    known = scores[finite]
    deviation = float(known.std())
    standard = np.where(finite, scores - known.mean(), 0.0) / (deviation if deviation > 1e-9 else 1.0)
    lift = np.exp(spread * np.clip(standard, -_STEEP, _STEEP))
    found: NDArray[np.float64] = lift / lift.mean()
    return found
