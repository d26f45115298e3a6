"""The compiled agreement of sources gives what plain numpy gives, each column where it is asked for."""

import numpy as np
import pytest

pytest.importorskip("numba")

from hypothesis import given
from hypothesis import strategies as st

from slotwise.kernels import agreement_numba, beside_numpy


@given(seed=st.integers(0, 2**32), sources=st.integers(0, 9), m=st.integers(0, 30))
def test_the_same_as_plain_numpy(seed: int, sources: int, m: int) -> None:
    """What sources agree on, their scores and their ranks, bit by bit; a column that nobody reads is left as it is."""
    random = np.random.default_rng(seed)
    scores = random.normal(size=(sources, m)).astype(np.float32)
    ranks = np.where(random.random((sources, m)) < 0.5, np.nan, random.integers(1, 300, (sources, m)))
    ranks = ranks.astype(np.float32)
    table = np.empty((3, m), np.float32)
    beside_numpy.agreement(ranks, 10.0, table)
    expected = np.concatenate([table, scores, ranks])
    places = random.permutation(len(expected) + 2)[: len(expected)]
    places[random.random(len(places)) < 0.3] = -1
    out = np.full((len(expected) + 2, m), 7, np.float32)
    agreement_numba.agreement(scores, ranks, 10.0, places, out)
    for feature, place in enumerate(places.tolist()):
        assert place < 0 or out[place].tobytes() == expected[feature].tobytes()
    assert (np.delete(out, places[places >= 0], axis=0) == 7).all()


def test_no_array_makes_it_compile_again() -> None:
    """It has one compiled form, so a mapped array cannot stall a request with a compilation."""
    assert len(agreement_numba.agreement.signatures) == 1
