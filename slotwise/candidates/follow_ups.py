"""Follow-ups: which product comes next after the one touched last, drawn towards what is wanted at the moment.

The posterior mean of a Dirichlet prior: with n decayed touches after the last product, n_j of them of product j, and
a prior share q_j, product j comes next with the chance (n_j + k q_j) / (n + k). Where little is known of what follows,
as after a product of the last minute, the moment alone speaks.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from slotwise.candidates import Allowed, Reach
from slotwise.candidates.kinds import Listing, Unfitted
from slotwise.candidates.wanted_now import wanted
from slotwise.counts import HOUR
from slotwise.live import Live
from slotwise.moment import Moment
from slotwise.retrieval.top import Ranking, Shortlist, Sparse, shortlist

_LEAST = np.finfo(np.float32).tiny
"""Stands for products that many lifts together put out of reach."""


@dataclass(frozen=True)
class FollowUpsOptions:
    """Options of the follow-ups."""

    halflife: float = float(HOUR)
    """Half-life of a touch in ms."""
    distance: float = 0.3
    """Weight of a touch against one that came an interaction earlier after the last product."""
    prior: float = 5.0
    """Touches that the prior counts for."""
    facets: float = 0.0
    """Power of the lifts of scene and segment in the prior."""


class Followed(NamedTuple):
    """What was touched after the last product, its weight in all, and the prior."""

    after: Sparse
    total: float
    now: Ranking


class FollowUps(Unfitted, Listing):
    """Log of the posterior share of each product in what comes next; nothing is fitted, the trail is a fold."""

    name = "follow_ups"
    reach = Reach(new_person=True, new_product=True)
    Options = FollowUpsOptions
    usual = False

    def read(self, moment: Moment, live: Live) -> Followed:
        """Return what followed the last product lately, and what is wanted now."""
        trail, last = live.trail, moment.interests[-1:]
        steps = trail.steps[last]
        ahead = steps > 0
        age = np.maximum(moment.now - trail.times[last][ahead], 0)
        weight = np.exp2(age / -self.options.halflife) * np.power(self.options.distance, steps[ahead] - 1.0)
        after = Sparse.summed(trail.neighbours[last][ahead], weight.astype(np.float32))
        return Followed(after, float(weight.sum()), wanted(moment, live, self.options.facets))

    def listed(self, query: Followed, k: int, allowed: Allowed) -> Shortlist:
        """Return what followed, and the k most wanted products: of the others none can be better."""
        codes = np.union1d(query.after.products, query.now.best(k, allowed))
        return shortlist(self.score(query, codes), codes, k, allowed)

    def score(self, query: Followed, products: NDArray[np.int32]) -> NDArray[np.float32]:
        """Return the log of the posterior shares."""
        prior = np.float32(self.options.prior)
        found = query.after.of(products) + prior * np.exp(query.now.scores[products])
        return np.asarray(np.log(np.maximum(found, _LEAST) / (np.float32(query.total) + prior)))
