"""Transitions: where persons in a situation like this one went from the product touched last.

A first-order Markov chain whose transitions count by their age and by likeness of situation, under a Dirichlet prior:
with n such transitions from the last product, n_j of them to product j, and a share q_j of product j in the arrivals of
the last minutes, product j comes next with the chance (n_j + k q_j) / (n + k).
"""

from dataclasses import dataclass

import numpy as np

from slotwise.candidates import Reach
from slotwise.candidates.arrivals import ArrivalsOptions, arrived
from slotwise.candidates.follow_ups import Followed, FollowUps
from slotwise.chain import chain_of
from slotwise.counts import HOUR
from slotwise.live import Live
from slotwise.moment import Moment
from slotwise.retrieval.top import Sparse


@dataclass(frozen=True)
class TransitionsOptions:
    """Options of the transitions."""

    halflife: float = 4.0 * HOUR
    """Half-life of a transition in ms."""
    like: float = 0.3
    """Weight of a transition for every facet in which its situation differs."""
    prior: float = 3.0
    """Transitions that the prior counts for."""


class ByTransitions(FollowUps):
    """Log of the posterior share of each product in the transitions from the last one; nothing is fitted."""

    name = "transitions"
    reach = Reach(new_person=True, new_product=True)
    Options = TransitionsOptions  # type: ignore[assignment]
    usual = False
    reads_transitions = True

    def read(self, moment: Moment, live: Live) -> Followed:
        """Return where persons went from the last product, and what the arrivals of the moment are."""
        chain, last, options = chain_of(live), moment.interests[-1:], self.options
        places = chain.where("origin", int(last[0])) if len(last) else np.zeros(0, np.int64)
        fresh = chain.fresh(places, moment.now, options.halflife)
        weights = chain.alike(places, moment.facets, options.like, fresh)
        after = Sparse.summed(chain.target[places], weights.astype(np.float32))
        return Followed(after, float(weights.sum()), arrived(moment, live, _NOW))


_NOW = ArrivalsOptions()
