"""The pass over the own past gives what its features give: products, categories, prices, exposures."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from slotwise import kernels
from slotwise.passes.own import passes
from tests.slotwise.passes.pasts import check, make_match, only

pytestmark = pytest.mark.skipif(not kernels.compiled(), reason="passes are machine code, and numba is not at hand")
SEEDS = st.integers(0, 2**32)


@given(seed=SEEDS, history=st.sampled_from([0, 1, 5, 60, 400]))
def test_what_the_person_touched(checkerboard, seed, history):
    """The bits of the features for any past, none and long ones, with products of no known category among it."""
    own = only(passes(checkerboard.features.schema), "product_times")
    check(own, checkerboard, make_match(checkerboard, seed, history), seed)


@given(seed=SEEDS, history=st.sampled_from([0, 1, 5, 60, 400]))
def test_what_the_person_was_shown(checkerboard, seed, history):
    """The bits of the features for any exposures, of several contents of a product among them."""
    shown = only(passes(checkerboard.features.schema), "shown_times")
    check(shown, checkerboard, make_match(checkerboard, seed, history), seed)


def test_more_than_a_state_holds(checkerboard):
    """A history longer than any that was seen before is counted like every other."""
    own = only(passes(checkerboard.features.schema), "product_times")
    match = make_match(checkerboard, 1)
    moment = match.moment
    moment.products, moment.times = np.full(3_000, match.products[0]), moment.now - np.arange(3_000)[::-1]
    moment.kinds = np.ones(3_000, np.int8)
    for seed in range(5):
        check(own, checkerboard, match, seed)
