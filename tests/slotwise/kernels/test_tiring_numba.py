"""The compiled count of what was shown finds the products of the plain one, and never compiles twice."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from slotwise.kernels import tiring_numba, tiring_numpy


@settings(max_examples=100, deadline=None)
@given(seed=st.integers(0, 2**32), length=st.integers(0, 120), most=st.integers(-1, 9), since=st.integers(0, 100))
def test_both_forms_agree(seed: int, length: int, most: int, since: int) -> None:
    """The same products, whatever was shown and dismissed when."""
    random = np.random.default_rng(seed)
    shown, times = random.integers(0, 40, length, np.int32), random.integers(0, 100, length)
    given_ = np.arange(40, dtype=np.int32) // 2, shown, times, random.random(length) < 0.1, float(since), 50.5, most
    found = []
    for module in (tiring_numba, tiring_numpy):
        out = np.empty(length, np.int32)
        found.append(set(out[: module.tired(*given_, out)].tolist()))
    assert found[0] == found[1]


def test_no_array_makes_it_compile_again() -> None:
    """One compiled form, so a mapped array cannot stall a request with a compilation."""
    assert len(tiring_numba.tired.signatures) == 1
