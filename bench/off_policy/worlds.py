"""Worlds: where logs come from and what each version is truly worth."""

from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from slotwise.off_policy.judging import Reading
from slotwise.off_policy.logged import Logged, Target

Floats = NDArray[np.float64]
CANDIDATES = ("far better", "better", "slightly better", "alike", "worse", "far worse")
SKILL = {"champion": 0.45, "far better": 0.95, "better": 0.8, "slightly better": 0.6, "alike": 0.4, "worse": 0.1,
         "far worse": -0.4}  # fmt: skip
"""How much of what a version believes is true; the rest is noise of its own."""


@dataclass(frozen=True)
class Drawn:
    """A log of the champion's, and what every candidate says of it."""

    logged: Logged
    targets: dict[str, Target]


class World(ABC):
    """Gives as many logs as are asked for; `truth` is the mean reward of a slate by version."""

    truth: dict[str, float]
    reading: Reading = "checks"
    """How slots are taken: as independent, as read from the first one on, or as the checks find them."""

    @abstractmethod
    def log(self, seed: int) -> Drawn:
        """Draw persons anew, their slates by the champion's policy, and their clicks."""


def beliefs(truth: Floats, skill: float, chance: np.random.Generator) -> Floats:
    """Return scores of a version with a skill, -1 to 1: its share of the truth, standardised, and noise."""
    centred = (truth - truth.mean()) / truth.std()
    noise = chance.normal(size=truth.shape)
    found: Floats = skill * centred + np.sqrt(1 - skill**2) * noise
    return found
