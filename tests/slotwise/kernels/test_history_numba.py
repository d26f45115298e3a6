"""The compiled reading of a history equals the plain one bit by bit, and never compiles twice."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slotwise.kernels import history_numba, history_numpy


@settings(max_examples=50, deadline=None)
@given(seed=st.integers(0, 2**32), length=st.integers(0, 40))
def test_both_forms_agree(seed: int, length: int) -> None:
    """The same interests, exponents and confidences."""
    random = np.random.default_rng(seed)
    products, times = random.integers(0, 99, length).astype(np.int32), random.integers(0, 10**12, length)
    kinds, strengths = random.integers(0, 5, length).astype(np.int8), np.array([0, 1, 2, 0, 4], np.float32)
    square, weights = random.normal(size=(length, length)).astype(np.float32), random.random(length).astype(np.float32)
    found = []
    for module in (history_numba, history_numpy):
        own, own_times, own_weights = np.zeros(length, np.int32), np.zeros(length, np.int64), np.zeros(length, "f4")
        count = module.interests(products, times, kinds, strengths, own, own_times, own_weights)
        out, confidence, inner = np.zeros(length), np.zeros(length, np.float32), square.copy()
        module.exponents(times, 10**12 // 2, 1e9, out)
        module.confide(weights, 0.7, confidence, inner)
        parts = (own, own_times, own_weights, out, confidence, inner)
        found.append((count, [each.tobytes() for each in parts]))
    assert found[0] == found[1]


@pytest.mark.parametrize("name", ["interests", "exponents", "confide"])
def test_no_array_makes_it_compile_again(name: str) -> None:
    """Each function has one compiled form, so a mapped array cannot stall a request with a compilation."""
    assert len(getattr(history_numba, name).signatures) == 1
