"""Filling: what a policy is asked for the pages of one round of visits, whoever the policy is."""

from typing import NamedTuple, Protocol

import numpy as np

from training.simulate.catalog import Catalog
from training.simulate.clock import DAY_MS, FloatArray, IntArray
from training.simulate.facts import Facts
from training.simulate.ledger import Ledger
from training.simulate.logging_policy import LoggingPolicy
from training.simulate.surfaces import ABSENT


class Pages(NamedTuple):
    """n pages that are about to be shown, with at most M places each."""

    who: IntArray
    at_ms: IntArray
    surface: IntArray
    scene: IntArray
    """Code of the scene, the number of scenes where there is none."""
    facts: Facts
    """Columns of n facts that the request brings along."""
    touchpoint: IntArray
    """int64[n, M], ABSENT where the page does not ask for the touchpoint."""
    slot: IntArray
    """1-based slot of each place, int64[n, M]."""
    first: int
    """Number of the first of these pages in the ledger."""


class Filler(Protocol):
    """Chooses the contents of pages."""

    def fill(self, pages: Pages, ledger: Ledger, rng: np.random.Generator) -> tuple[IntArray, FloatArray]:
        """Return contents int64[n, M], ABSENT where nothing is shown, and propensities float64[n, M].

        `ledger` holds everything that happened before these pages.
        """


class Logged:
    """The policy that writes the log of a data set, as a filler."""

    def __init__(self, policy: LoggingPolicy, catalog: Catalog, start_ms: int):
        self.policy, self.catalog, self.start_ms = policy, catalog, start_ms

    def fill(self, pages: Pages, ledger: Ledger, rng: np.random.Generator) -> tuple[IntArray, FloatArray]:
        """Draw from the distribution of the day and the kinds that each place takes."""
        pool = np.where(pages.touchpoint != ABSENT, self.catalog.pool_of[pages.touchpoint], ABSENT)
        return self.policy.draw((pages.at_ms - self.start_ms) // DAY_MS, pool, rng)
