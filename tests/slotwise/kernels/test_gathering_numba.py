"""The compiled gathering of candidates equals the plain one bit by bit, and never compiles twice."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slotwise.kernels import gathering_numba, gathering_numpy

SEEDS = st.integers(0, 2**32)


@settings(max_examples=50, deadline=None)
@given(
    seed=SEEDS,
    lengths=st.lists(st.integers(0, 6), max_size=8),
    chosen=st.integers(0, 12),
    size=st.sampled_from([9, 10**4]),
)
def test_both_add_up_the_same_rows(seed: int, lengths: list[int], chosen: int, size: int) -> None:
    """The same columns in the same order with the same sums, rows asked for twice and a large catalogue included."""
    random = np.random.default_rng(seed)
    start = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    products = random.integers(0, 9, start[-1]).astype(np.int32)
    weights = random.normal(size=start[-1]).astype(np.float32)
    rows = random.integers(0, max(len(lengths), 1), chosen if lengths else 0).astype(np.int32)
    factors = random.random(len(rows)).astype(np.float32)
    entries = int((start[rows + 1] - start[rows]).sum()) if len(rows) else 0
    found = []
    for module in (gathering_numba, gathering_numpy):
        assert module.entries(start, rows) == entries
        different, sums = np.zeros(entries, np.int32), np.zeros(entries, np.float32)
        count = module.sum_rows(start, products, weights, rows, factors, size, different, sums)
        found.append((different[:count].tolist(), sums[:count].tobytes()))
        different, sums = np.zeros(len(products), np.int32), np.zeros(len(products), np.float32)
        count = module.add_up(products, weights, different, sums)
        found.append((different[:count].tolist(), sums[:count].tobytes()))
    assert found[:2] == found[2:]


@pytest.mark.parametrize("name", ["entries", "sum_rows", "add_up"])
def test_no_array_makes_it_compile_again(name: str) -> None:
    """Each function has one compiled form, so a mapped array cannot stall a request with a compilation."""
    assert len(getattr(gathering_numba, name).signatures) == 1
