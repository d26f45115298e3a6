"""Popularity: decayed, and lifted by scene and segment."""

import numpy as np

from slotwise.candidates.popular import Popular, PopularOptions
from slotwise.counts import DAY, HOUR, INTEREST
from slotwise.moment import blank
from slotwise.retrieval.top import Ranking
from tests.worlds import FACETS


def query(model, options: PopularOptions, **facts) -> Ranking:
    named = {key.replace("__", "."): value for key, value in facts.items()}
    return Popular(options).read(blank(model.as_of, FACETS.encode(named), FACETS.measure({})), model.start)


def test_without_facets_it_is_the_decayed_count(checkerboard):
    """The order is that of the decayed interest."""
    found = query(checkerboard, PopularOptions(halflife=2.0 * DAY, facets=0.0), scene="over_quota").scores
    counts = checkerboard.start.total(INTEREST, 3)
    wanted = counts > 1e-3

    assert np.argsort(-found[wanted]).tolist() == np.argsort(-counts[wanted]).tolist()


def test_the_nearest_halflife_is_taken():
    """Half-lives are those of the counts; infinity is one of them."""
    places = [
        Popular(PopularOptions(halflife=each)).place for each in (HOUR / 4, 1.2 * HOUR, 40.0 * HOUR, float("inf"))
    ]

    assert places == [0, 1, 3, 6]


def test_the_scene_lifts_what_is_wanted_in_it(checkerboard):
    """In over_quota the first two products come first."""
    popular = Popular(PopularOptions(halflife=14.0 * DAY, facets=1.0))
    found = query(checkerboard, popular.options, scene="over_quota")

    assert set(popular.retrieve(found, 2, None).tolist()) == {0, 1}


def test_answers_for_the_same_facets_are_shared(checkerboard):
    """The sum over facets is made once a tick, not once a request."""
    options = PopularOptions()

    assert query(checkerboard, options, scene="over_quota") is query(checkerboard, options, scene="over_quota")
