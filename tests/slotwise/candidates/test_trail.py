"""The trail generator: what was touched around the latest products a moment ago."""

import numpy as np

from slotwise.candidates.trail import HOUR, TrailNeighbors, TrailOptions
from slotwise.live import Live
from slotwise.trail import Pairs, Trail
from tests.worlds import make_moment, make_state


def live_of(model, *rows: tuple[int, int, int]) -> Live:
    """A world in which pairs (seed, follower, ms ago) were just seen."""
    trail = Trail.empty(40)
    seed, follower, ago = (np.array([row[part] for row in rows]) for part in range(3))
    time = model.as_of - ago
    order = np.argsort(time)
    ones = np.ones(len(rows), np.int8)
    trail.add(Pairs(seed[order].astype(np.int32), follower[order].astype(np.int32), time[order], ones))
    return model.live(model.counts, trail, model.as_of)


def scores(model, live: Live, *products: str, **options) -> np.ndarray:
    generator = TrailNeighbors(TrailOptions(**options))
    moment = make_moment(model, make_state("p", products, model.as_of - 1))
    return generator.score(generator.read(moment, live), np.arange(40, dtype=np.int32))


def test_a_pair_of_a_second_ago_counts(checkerboard):
    """What was touched right after the person's product is found, what was touched before it half as much."""
    found = scores(checkerboard, live_of(checkerboard, (1, 5, 0), (7, 1, 0)), "p1", backward=0.5)

    assert found[5] == 1
    assert found[7] == 0.5
    assert np.count_nonzero(found) == 2


def test_it_forgets_by_itself(checkerboard):
    """A neighbour of one half-life ago counts half."""
    live = live_of(checkerboard, (1, 5, 0), (1, 6, 2 * HOUR))
    found = scores(checkerboard, live, "p1", halflife=2.0 * HOUR)

    assert np.isclose(found[6], found[5] / 2)


def test_the_last_product_counts_most(checkerboard):
    """Neighbours of the product before are weighted by recency."""
    live = live_of(checkerboard, (1, 5, 0), (2, 6, 0))
    found = scores(checkerboard, live, "p1", "p2", recency=0.25)

    assert np.isclose(found[5], 0.25 * found[6])
