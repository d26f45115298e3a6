"""The compiled chances of being the largest equal the plain ones bit by bit, and never compile twice."""

from math import exp

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from slotwise.kernels import largest_numba, largest_numpy
from slotwise.largest import curves


@settings(max_examples=100, deadline=None)
@given(
    seed=st.integers(0, 2**32), m=st.integers(1, 250), spread=st.sampled_from([0.0, 0.5, 3.0]), share=st.floats(0, 1)
)
def test_both_forms_agree(seed: int, m: int, spread: float, share: float) -> None:
    """The same bits and the same number of nodes, however unlike the variables are and whichever are open."""
    random = np.random.default_rng(seed)
    means, deviations = random.normal(size=m), np.exp(spread * random.normal(size=m))
    open_, found = random.random(m) < share, []
    for module in (largest_numba, largest_numpy):
        out = np.full(m, np.nan)
        count = module.chances(means, deviations, open_, curves(), 0.08, exp(1 / 5), out)
        found.append((count, out.tobytes()))
    assert found[0] == found[1]


def test_no_array_makes_it_compile_again() -> None:
    """There is one compiled form, so a mapped array cannot stall a request with a compilation."""
    assert len(largest_numba.chances.signatures) == 1
