"""The passes over the live trail give what its features give."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slotwise import kernels
from slotwise.passes.trail import passes
from tests.slotwise.passes.pasts import check, make_match

pytestmark = pytest.mark.skipif(not kernels.compiled(), reason="passes are machine code, and numba is not at hand")
SEEDS = st.integers(0, 2**32)


@given(seed=SEEDS, history=st.sampled_from([0, 1, 5, 60]))
def test_what_comes_next(checkerboard, seed, history):
    """The bits of the features for persons with and without a past, with fewer interests than are looked at.

    How long ago is missing where nobody touched the candidate near the product touched last.
    """
    (after,) = passes(checkerboard.features.schema)
    check(after, checkerboard, make_match(checkerboard, seed, history), seed)
