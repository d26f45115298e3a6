"""The compiled count of tags about candidates gives what plain numpy gives, each column where it is asked for."""

import numpy as np
import pytest

pytest.importorskip("numba")

from hypothesis import given
from hypothesis import strategies as st

from slotwise.kernels import about_numba


@given(seed=st.integers(0, 2**32), words=st.integers(1, 3), m=st.integers(0, 30))
def test_the_same_as_plain_numpy(seed: int, words: int, m: int) -> None:
    """All 64 bits of every word count, the highest too; a column that nobody reads is left as it is."""
    random = np.random.default_rng(seed)
    covers, held = (random.integers(0, 2**64, (rows, words), np.uint64) for rows in (20, 4))
    products = random.integers(0, 20, m).astype(np.int32)
    places = np.where(random.random(4) < 0.3, -1, random.permutation(6)[:4])
    out = np.full((6, m), 7, np.float32)
    about_numba.about(products, covers, held, places, out)
    for feature, place in enumerate(places.tolist()):
        expected = np.bitwise_count(covers[products] & held[feature]).sum(1).astype(np.float32)
        assert place < 0 or out[place].tobytes() == expected.tobytes()
    assert (np.delete(out, places[places >= 0], axis=0) == 7).all()


def test_no_array_makes_it_compile_again() -> None:
    """It has one compiled form, so a mapped array cannot stall a request with a compilation."""
    assert len(about_numba.about.signatures) == 1
