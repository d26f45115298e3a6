"""Follow-ups: what comes next after the last product, drawn towards what is wanted at the moment."""

import numpy as np
import pytest

from slotwise.candidates.follow_ups import FollowUps, FollowUpsOptions
from slotwise.candidates.wanted_now import wanted
from slotwise.counts import HOUR
from slotwise.live import Live
from slotwise.trail import Pairs, Trail
from tests.worlds import make_moment, make_state


def live_of(model, *rows: tuple[int, int, int, int]) -> Live:
    """A world in which pairs (seed, follower, ms ago, steps apart) were seen."""
    trail = Trail.empty(40)
    seed, follower, ago, step = (np.array([row[part] for row in rows], np.int64) for part in range(4))
    time = model.as_of - ago
    order = np.argsort(time)
    as_codes = (each[order].astype(np.int32) for each in (seed, follower))
    trail.add(Pairs(*as_codes, time[order], step[order].astype(np.int8)))
    return model.live(model.counts, trail, model.as_of)


def shares(model, live: Live, *products: str, **options) -> tuple[np.ndarray, np.ndarray]:
    """Posterior shares of all products, and their prior."""
    generator = FollowUps(FollowUpsOptions(**options))
    moment = make_moment(model, make_state("p", products, model.as_of - 1))
    scores = generator.score(generator.read(moment, live), np.arange(40, dtype=np.int32))
    return np.exp(scores), np.exp(wanted(moment, live, generator.options.facets).scores)


def test_touches_after_the_last_product_beside_a_prior(checkerboard):
    """(n_j + k q_j) / (n + k), old touches and those further on counting less; what came before counts nothing."""
    live = live_of(checkerboard, (1, 5, 0, 1), (1, 6, HOUR, 1), (1, 7, 0, 2), (8, 1, 0, 1), (2, 9, 0, 1))
    found, prior = shares(checkerboard, live, "p2", "p1", halflife=float(HOUR), distance=0.3, prior=2.0)
    touches = np.zeros(40)
    touches[[5, 6, 7]] = 1, 0.5, 0.3

    assert found == pytest.approx((touches + 2 * prior) / (1.8 + 2), rel=1e-3)
    assert found.sum() == pytest.approx(1, abs=1e-3)


def test_where_nothing_is_known_of_what_follows_the_moment_speaks(checkerboard):
    """For somebody without a past, and after a product that nobody left yet, the posterior is the prior."""
    live = live_of(checkerboard, (1, 5, 0, 1))
    for products in ((), ("p3",)):
        found, prior = shares(checkerboard, live, *products)
        assert found == pytest.approx(prior, rel=1e-3)


def test_it_retrieves_the_best_of_all_products(checkerboard):
    """The list that is chosen from holds the best of all, in their order."""
    live = live_of(checkerboard, (1, 39, 0, 1), (1, 38, HOUR, 1))
    generator = FollowUps(FollowUpsOptions())
    query = generator.read(make_moment(checkerboard, make_state("p", ("p1",), checkerboard.as_of - 1)), live)
    scores = generator.score(query, np.arange(40, dtype=np.int32))

    assert generator.retrieve(query, 12, None).tolist() == np.argsort(-scores, kind="stable")[:12].tolist()
