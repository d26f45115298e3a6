"""The compiled reading of rings equals the plain one bit by bit, and never compiles twice."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slotwise.kernels import ring_numba, ring_numpy


@settings(max_examples=50, deadline=None)
@given(seed=st.integers(0, 2**32), latest=st.integers(0, 5), width=st.integers(1, 12))
def test_both_forms_agree(seed: int, latest: int, width: int) -> None:
    """The same neighbours in the same order with the same factors."""
    random = np.random.default_rng(seed)
    shape, wanted = (7, width), random.integers(0, 7, latest).astype(np.int32)
    neighbours, times = random.integers(-1, 7, shape).astype(np.int32), random.integers(0, 1_000, shape)
    steps, factors = random.integers(-3, 4, shape).astype(np.int8), random.random(12)
    found = []
    for module in (ring_numba, ring_numpy):
        products, table = np.zeros(latest * width, np.int32), np.zeros((3, latest * width))
        count = module.around(wanted, neighbours, times, steps, 800, 60.0, factors[:5], factors, products, table)
        weights = np.zeros(count, np.float32)
        module.weigh(table, weights)
        found.append((count, products.tobytes(), table.tobytes(), weights.tobytes()))
    assert found[0] == found[1]


@pytest.mark.parametrize("name", ["around", "weigh"])
def test_no_array_makes_it_compile_again(name: str) -> None:
    """Each function has one compiled form, so a mapped array cannot stall a request with a compilation."""
    assert len(getattr(ring_numba, name).signatures) == 1
