"""The compiled looks at the ring of transitions equal the plain ones bit by bit."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slotwise.kernels import chain_numba, chain_numpy

NOW = 1_700_000_000_000


@settings(max_examples=80, deadline=None)
@given(seed=st.integers(0, 2**32), size=st.integers(1, 400), share=st.floats(0, 1), most=st.integers(1, 40))
def test_both_forms_find_a_product(seed: int, size: int, share: float, most: int) -> None:
    """The same rows of a ring, wherever it begins and however much of it is filled."""
    random = np.random.default_rng(seed)
    column = random.integers(0, 4, size).astype(np.int32)
    first, count = (int(random.integers(size)), size) if share > 0.5 else (0, int(size * share))
    found = []
    for module in (chain_numba, chain_numpy):
        rows = np.zeros(most, np.int64)
        found.append((module.holding(column, 2, first, count, rows), rows.tolist()))

    assert found[0] == found[1]


@settings(max_examples=80, deadline=None)
@given(seed=st.integers(0, 2**32), size=st.integers(1, 300), n=st.integers(0, 300), facets=st.integers(1, 7))
def test_both_forms_weigh_and_add_up(seed: int, size: int, n: int, facets: int) -> None:
    """The same ages, likeness and sums."""
    random = np.random.default_rng(seed)
    rows, target = random.integers(0, size, n), random.integers(0, 9, size).astype(np.int32)
    time, known = NOW + random.integers(-(10**9), 10**6, size), random.integers(-1, 3, (size, facets)).astype(np.int32)
    asked, powers = random.integers(-1, 3, facets).astype(np.int32), np.power(0.3, np.arange(facets + 1.0))
    weights, found = random.random(n), []
    for module in (chain_numba, chain_numpy):
        ages, alike, everywhere, here = np.empty(n), np.empty(n), np.zeros(9), np.zeros(9)
        module.ages(time, rows, NOW, 3.6e6, ages)
        module.alike(known, rows, asked, powers, weights, alike)
        module.add_up(target, known, rows, weights, 0, -1, everywhere)
        module.add_up(target, known, rows, weights, facets - 1, 1, here)
        found.append([each.tobytes() for each in (ages, alike, everywhere, here)])

    assert found[0] == found[1]


@pytest.mark.parametrize("kernel", ["holding", "ages", "alike", "add_up"])
def test_one_signature_is_enough(kernel: str) -> None:
    """Read-only arrays, as a bundle maps them, are taken by the one that was compiled."""
    assert len(getattr(chain_numba, kernel).signatures) == 1
