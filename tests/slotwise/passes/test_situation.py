"""The passes over the situation give what its features give, for one touchpoint and for several at once."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from slotwise import kernels
from slotwise.features import Items, Request
from slotwise.passes.situation import passes
from tests.slotwise.passes.pasts import check, make_match

pytestmark = pytest.mark.skipif(not kernels.compiled(), reason="passes are machine code, and numba is not at hand")
SEEDS = st.integers(0, 2**32)


@given(seed=SEEDS, facts=st.sampled_from([0, 0.5, 1]))
def test_scene_segment_and_touchpoint(checkerboard, seed, facts):
    """The bits of the features, whatever is known, on the touchpoint that the moment names, or on none."""
    (situation,) = passes(checkerboard.features.schema)
    check(situation, checkerboard, make_match(checkerboard, seed, facts=facts), seed)


@given(seed=SEEDS, asked=st.lists(st.sampled_from(["home", "bill", "feed", "nowhere"]), min_size=1, max_size=3))
def test_on_several_touchpoints_at_once(checkerboard, seed, asked):
    """Each candidate has what the features give on its own touchpoint, an unheard-of one among them."""
    (here,), match = passes(checkerboard.features.schema), make_match(checkerboard, seed)
    places = here.places(["touchpoint_click_lift", "touchpoint_lift", "expected_click_rate"])
    facets = checkerboard.facets
    touchpoints = np.array([facets.touchpoint_row(asked[place % len(asked)]) for place in range(len(match.products))])
    together = np.empty((3, len(match.products)), np.float32)
    here.fill(replace(match, touchpoints=touchpoints.astype(np.int32)), places, together)
    for turn, touchpoint in enumerate(asked):
        moment = match.moment.with_facets(facets.with_touchpoint(match.moment.facets, touchpoint))
        own = np.arange(turn, len(match.products), len(asked))
        pool = match.pool.take(own)
        one = replace(
            match,
            request=Request(moment, match.live, facets),
            items=Items(pool.contents, pool.products, match.live),
            pool=pool,
            kept={},
        )
        alone = np.empty((3, len(pool)), np.float32)
        here.fill(one, places, alone)
        assert together[:, own].tobytes() == alone.tobytes(), touchpoint
        check(here, checkerboard, one, seed)
