"""What was touched around the person's latest products in the last minutes and hours, from the live trail."""

from dataclasses import dataclass

import numpy as np

from slotwise import kernels
from slotwise.candidates import Reach
from slotwise.candidates.kinds import Summing, Terms, Unfitted
from slotwise.live import Live
from slotwise.moment import Moment

HOUR = 3_600_000


@dataclass(frozen=True)
class TrailOptions:
    """Options of the live co-visitation."""

    halflife: float = 12.0 * HOUR
    """Half-life of a neighbour in ms."""
    history: int = 5
    """Most recent interactions that are read."""
    recency: float = 0.6
    """Weight of each interaction against the one after it."""
    distance: float = 0.7
    """Weight of a neighbour against one that is an interaction nearer."""
    backward: float = 0.5
    """Weight of what was touched before the product against what was touched after it."""


class TrailNeighbors(Unfitted, Summing):
    """Decayed counts of recent neighbours; nothing is fitted, the trail is a fold of the log."""

    name = "trail"
    reach = Reach(new_person=False, new_product=True)
    Options = TrailOptions

    def __init__(self, options: TrailOptions):
        super().__init__(options)
        self._recency = np.power(options.recency, np.arange(options.history))
        # By step as an index: what came before the product, counted below 0, stands at the end.
        steps = np.concatenate([np.arange(128), np.arange(-128, 0)])
        self._distance = np.power(options.distance, np.abs(steps) - 1) * np.where(steps > 0, 1.0, options.backward)

    def terms(self, moment: Moment, live: Live) -> Terms:
        """Return the decayed neighbours of the latest interactions."""
        latest, trail = moment.latest[: self.options.history], live.trail
        most = len(latest) * trail.neighbours.shape[1]
        products, found = np.empty(most, np.int32), np.empty((3, most))
        kernel = kernels.load("slotwise.kernels.ring")
        count = kernel.around(
            latest,
            trail.neighbours,
            trail.times,
            trail.steps,
            moment.now,
            self.options.halflife,
            self._recency,
            self._distance,
            products,
            found,
        )
        ages, weights = found[0, :count], np.empty(count, np.float32)
        np.exp2(ages, out=ages)
        kernel.weigh(found, weights)
        return Terms(products[:count], weights)
