"""A planted bottleneck: from a moment on, many leave behind one step of a process who would have gone on."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from training.simulate.catalog import Catalog
from training.simulate.clock import DAY_MS, IntArray

PLAN_CATEGORY, PLAN_STEP = "plan", 1
PLAN_CHANNEL = "app"
PLAN_LEAVE = 0.3
"""Of those in the app who choose a plan and would go on: so many find the button and do not press it."""


@dataclass(frozen=True)
class Bottleneck:
    """Who takes `step` steps (from 1) of a process of `category` in `channel` goes no further with chance `leave`."""

    category: str
    step: int
    channel: str
    leave: float
    since_ms: int
    until_ms: int
    """ms UTC: planted from `since_ms` until before `until_ms`."""

    @classmethod
    def in_plan_choosing(cls, start_ms: int, days: int) -> "Bottleneck":
        """Return the one of the plan-choosing flow, planted in the second half of a log."""
        since = start_ms + days // 2 * DAY_MS
        return cls(PLAN_CATEGORY, PLAN_STEP, PLAN_CHANNEL, PLAN_LEAVE, since, start_ms + days * DAY_MS)

    def stops(
        self, catalog: Catalog, product: IntArray, channel: npt.NDArray[np.object_], at_ms: IntArray, reached: IntArray,
        rng: np.random.Generator,
    ) -> npt.NDArray[np.bool_]:  # fmt: skip
        """Return bool[n]: the processes that end at the step. `reached` are the steps that would have been taken."""
        there = catalog.product_category[product] == catalog.categories.index(self.category)
        there &= (channel == self.channel) & (self.since_ms <= at_ms) & (at_ms < self.until_ms)
        return there & (reached > self.step) & (rng.random(len(product)) < self.leave)
