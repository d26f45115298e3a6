"""Arrivals: where persons in a situation like this one went from other products in the last minutes.

Interest that opens a visit often comes from outside, by a link or a message; what persons turn to from another product
is what the place itself offers them. Counted by likeness of situation, under Dirichlet priors: the arrivals of
everybody, and for these the interest of the last minutes.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from slotwise.candidates import Reach
from slotwise.candidates.kinds import Ordering, Unfitted
from slotwise.candidates.wanted_now import wanted
from slotwise.chain import arrivals, chain_of, lately
from slotwise.counts import HOUR
from slotwise.live import Live
from slotwise.moment import Moment
from slotwise.retrieval.top import Ranking


@dataclass(frozen=True)
class ArrivalsOptions:
    """Options of the arrivals."""

    halflife: float = HOUR / 3
    """Half-life of an arrival in ms."""
    like: float = 0.3
    """Weight of an arrival for every facet in which its situation differs."""
    prior: float = 5.0
    """Arrivals that each prior counts for."""


class Arrivals(Ordering, Unfitted):
    """Log share of each product in the arrivals of the last minutes in situations like this one."""

    name = "arrivals"
    reach = Reach(new_person=True, new_product=False)
    Options = ArrivalsOptions
    usual = False
    reads_transitions = True

    def read(self, moment: Moment, live: Live) -> Ranking:
        """Return the products by their log share at the moment."""
        return arrived(moment, live, self.options)


def arrived(moment: Moment, live: Live, options: ArrivalsOptions) -> Ranking:
    """Return all products by the log of their share in the arrivals in situations like that of the moment."""
    facets = moment.facets
    return live.keep_recent(("arrived", options, facets.tobytes()), lambda: _arrived(moment, live, options))


def _arrived(moment: Moment, live: Live, options: ArrivalsOptions) -> Ranking:
    usual = live.keep(("usual arrivals", options), lambda: _usual(moment, live, options))
    chain, (places, fresh) = chain_of(live), lately(live, options.halflife)
    weights = chain.alike(places, moment.facets, options.like, fresh)
    share = chain.into(places, weights, len(usual))
    share += usual
    share /= weights.sum() + options.prior
    return Ranking(np.log(share, out=share).astype(np.float32))


def _usual(moment: Moment, live: Live, options: ArrivalsOptions) -> NDArray[np.float32]:
    """float32 (n,): what the prior counts for, by product: arrivals of everybody, drawn towards what is wanted now."""
    everybody, prior = arrivals(live, options.halflife), options.prior
    usual = everybody + prior * np.exp(wanted(moment, live, 0.0).scores)
    usual /= everybody.sum() + prior
    return np.asarray(prior * usual, np.float32)
