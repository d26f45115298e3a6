"""Keys of scores sort as their lists do, and a code that is none is told."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from slotwise.kernels.keys import put_keys

SCORES = st.lists(st.one_of(st.sampled_from([0.0, -0.0, np.nan, np.inf, -np.inf]), st.floats(width=32)), max_size=20)
EVERY = np.zeros(0, np.bool_)


@given(scores=SCORES, number=st.integers(0, 7))
def test_keys_sort_by_falling_score_then_by_code(scores: list[float], number: int) -> None:
    """What is not finite has no key; the others are in order once whole numbers are."""
    codes, given_ = np.arange(len(scores), dtype=np.int32), np.array(scores, np.float32)
    keys = np.zeros(len(scores) + 1, np.uint64)
    end = put_keys(codes, given_, EVERY, -np.inf, number, 5, 32, keys, 1)

    found = np.sort(keys[1:end])
    finite = [(-score, code) for code, score in enumerate(given_.tolist()) if np.isfinite(score)]
    assert (found & np.uint64(31)).tolist() == [code for _, code in sorted(finite)]
    assert (found >> np.uint64(37)).tolist() == [number] * len(finite)


def test_a_code_beyond_the_size_is_told() -> None:
    """So is one below 0: nobody reads outside an array for it."""
    keys, score = np.zeros(1, np.uint64), np.ones(1, np.float32)

    assert put_keys(np.array([4], np.int32), score, EVERY, 0.0, 0, 5, 4, keys, 0) == -1
    assert put_keys(np.array([-1], np.int32), score, EVERY, 0.0, 0, 5, 4, keys, 0) == -1
