"""The compiled greedy slate equals the plain one bit by bit, and never compiles twice."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slotwise.kernels import slate_numba, slate_numpy


@settings(max_examples=150, deadline=None)
@given(
    seed=st.integers(0, 2**32),
    m=st.integers(1, 400),
    slots=st.integers(1, 30),
    explore=st.sampled_from([0.0, 0.2, 1.0]),
    floor=st.sampled_from([0.0, 0.05, 0.5]),
    values=st.sampled_from([3, 10**6]),
)
def test_both_forms_agree(seed: int, m: int, slots: int, explore: float, floor: float, values: int) -> None:
    """The same places, with ties and closed candidates; the same propensities, whatever is new."""
    random = np.random.default_rng(seed)
    scores = np.where(random.random(m) < 0.05, -np.inf, random.integers(0, values, m) / values)
    open_, fresh = random.random(m) < 0.8, random.random(m) < random.choice([0, 0.1, 1])
    found = []
    for module in (slate_numba, slate_numpy):
        places = np.zeros(slots, np.int64)
        count = module.best_in_order(scores, open_, places)
        out = np.zeros((2, count))
        weights = np.exp(scores * 40 - 40)
        left = module.chances(places[:count], weights, open_, fresh, explore, floor, out) if count else 0.0
        first, behind = np.zeros(slots, np.int64), np.zeros(m)
        assert module.lead(scores, open_, 0.3, first, behind) == count
        assert first[:count].tolist() == places[:count].tolist()
        found.append((places[:count].tolist(), left, out.tobytes(), behind.tobytes()))
    assert found[0] == found[1]


@pytest.mark.parametrize("name", ["best_in_order", "lead", "chances"])
def test_no_array_makes_it_compile_again(name: str) -> None:
    """Each function has one compiled form, so a mapped array cannot stall a request with a compilation."""
    assert len(getattr(slate_numba, name).signatures) == 1
