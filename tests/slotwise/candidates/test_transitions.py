"""Transitions as a generator: where persons in a situation like this one went from the last product."""

import numpy as np
import pytest

from slotwise.candidates.arrivals import Arrivals, ArrivalsOptions
from slotwise.candidates.transitions import ByTransitions, TransitionsOptions
from slotwise.counts import HOUR
from slotwise.trail import Trail
from slotwise.transitions import Steps, Transitions
from tests.worlds import FACETS, make_moment, make_state


def live_of(model, *rows):
    """A world in which persons went (origin, target, ms ago, channel)."""
    origin, target, ago = (np.array([row[part] for row in rows], np.int64) for part in range(3))
    facets = np.array([FACETS.encode({"context.channel": row[3]}) for row in rows], np.int32)
    ring = Transitions.empty(len(FACETS.fields), 1000)
    codes = (each.astype(np.int32) for each in (origin, target, np.full(len(rows), -1)))
    ring.add(Steps(*codes, model.as_of - ago, facets.reshape(len(rows), -1)))
    return model.live(model.counts, Trail.empty(40, ring), model.as_of)


def shares(model, live, *products: str, **options) -> tuple[np.ndarray, np.ndarray]:
    """Posterior shares of all products, and their prior."""
    generator = ByTransitions(TransitionsOptions(**options))
    moment = make_moment(model, make_state("p", products, model.as_of - 1), context__channel="app")
    scores = generator.score(generator.read(moment, live), np.arange(40, dtype=np.int32))
    return np.exp(scores), np.exp(Arrivals(ArrivalsOptions()).read(moment, live).scores)


def test_transitions_from_the_last_product_beside_a_prior(checkerboard):
    """(n_j + k q_j) / (n + k): by age and likeness, and those from other products not at all."""
    live = live_of(checkerboard, (1, 5, 0, "app"), (1, 6, HOUR, "app"), (1, 7, 0, "web"), (2, 8, 0, "app"))
    found, prior = shares(checkerboard, live, "p2", "p1", halflife=float(HOUR), like=0.3, prior=2.0)
    went = np.zeros(40)
    went[[5, 6, 7]] = 1, 0.5, 0.3

    assert found == pytest.approx((went + 2 * prior) / (1.8 + 2), rel=1e-3)


def test_where_nobody_went_on_the_arrivals_speak(checkerboard):
    """For somebody without a past, and after a product that nobody left yet, the posterior is the prior."""
    live = live_of(checkerboard, (1, 5, 0, "app"))
    for products in ((), ("p3",)):
        found, prior = shares(checkerboard, live, *products)
        assert found == pytest.approx(prior, rel=1e-3)
