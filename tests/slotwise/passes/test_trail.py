"""The passes over the live trail give what its features give."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slotwise import kernels
from slotwise.passes.trail import passes
from tests.slotwise.passes.pasts import check, make_match, only

pytestmark = pytest.mark.skipif(not kernels.compiled(), reason="passes are machine code, and numba is not at hand")
SEEDS = st.integers(0, 2**32)


@given(seed=SEEDS, history=st.sampled_from([0, 1, 5, 60]))
def test_what_comes_next(checkerboard, seed, history):
    """The bits of the features for persons with and without a past, with fewer interests than are looked at."""
    after = only(passes(checkerboard.features.schema), "next_after_last")
    check(after, checkerboard, make_match(checkerboard, seed, history), seed)


@given(seed=SEEDS, history=st.sampled_from([0, 1, 5, 60]))
def test_how_long_ago(checkerboard, seed, history):
    """The bits of the feature, missing where nobody touched the candidate near the product touched last."""
    age = only(passes(checkerboard.features.schema), "next_after_last_age")
    check(age, checkerboard, make_match(checkerboard, seed, history), seed)
