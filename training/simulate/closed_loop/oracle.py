"""Oracle: the policy that knows the truth, page by page, so that one sees how much of it a policy gets."""

import numpy as np

from training.simulate.attraction import Attraction
from training.simulate.clock import FloatArray, IntArray
from training.simulate.closed_loop.plain_policies import filled
from training.simulate.filling import Pages
from training.simulate.ledger import Ledger
from training.simulate.world import World


class Oracle:
    """Every place gets the content that is clicked most likely of those that are left.

    It is greedy: a policy that thought of tomorrow would let persons rest from a content in time and get a little more.
    """

    def __init__(self, world: World):
        self.world = world
        self.truth: Attraction | None = None

    def told(self, truth: Attraction) -> None:
        """Take the persons as they live through the month: this alone among the policies is told of them."""
        self.truth = truth

    def midnight(self, at_ms: int, ledger: Ledger) -> None:
        """Learn nothing: all is known."""

    def fill(self, pages: Pages, ledger: Ledger, rng: np.random.Generator) -> tuple[IntArray, FloatArray]:
        """Take what the truth says; raises ValueError where it was not told."""
        truth = self.truth
        if truth is None:
            raise ValueError("the oracle was not told the truth")
        pull = truth.pull(pages.who, pages.at_ms, pages.scene)
        row, content = (each.ravel() for each in np.indices((len(pages.who), len(self.world.catalog.content_ids))))

        def chance(place: int) -> FloatArray:
            asked = np.maximum(pages.touchpoint[:, place], 0)
            return truth.click_chance(pull, row, pages.who[row], asked[row], content).reshape(len(pages.who), -1)

        return filled(self.world, pages, chance)
