"""The compiled keys of shortlists equal the plain ones bit by bit, and never compile twice."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from slotwise.kernels import shortlist_numba, shortlist_numpy

FLOATS = st.one_of(st.sampled_from([0.0, -0.0, np.nan, np.inf, -np.inf, 1e-45, -1e-45]), st.floats(width=32))


@settings(max_examples=100, deadline=None)
@given(
    scores=arrays(np.float32, st.integers(0, 30), elements=FLOATS),
    above=st.sampled_from([-np.inf, 0.0, 1.0]),
    masks=st.booleans(),
    number=st.integers(0, 3),
    k=st.integers(0, 12),
)
def test_both_forms_agree(scores: np.ndarray, above: float, masks: bool, number: int, k: int) -> None:
    """The same keys for any scores, and the same codes from them."""
    codes = np.random.default_rng(len(scores)).permutation(32)[: len(scores)].astype(np.int32)
    allowed = np.arange(32) % 3 > 0 if masks else np.zeros(0, np.bool_)
    found = []
    for module in (shortlist_numba, shortlist_numpy):
        keys, counts, best = np.zeros(len(scores), np.uint64), np.zeros(4, np.int64), np.zeros(30, np.int32)
        count = module.pack(codes, scores, allowed, above, number, 5, keys)
        total = module.unpack(np.sort(keys[:count]), 5, k, counts, best)
        found.append((keys[:count].tolist(), counts.tolist(), best[:total].tolist()))
    assert found[0] == found[1]


@given(lengths=st.lists(st.integers(0, 9), max_size=5), masks=st.booleans(), seed=st.integers(0, 2**32))
def test_both_pick_alike(lengths: list[int], masks: bool, seed: int) -> None:
    """The same codes with their scores from any places of parts anywhere, parts without anything included."""
    random, size = np.random.default_rng(seed), sum(lengths)
    order, allowed = random.permutation(60).astype(np.int32), np.arange(60) % 3 > 0 if masks else np.zeros(0, np.bool_)
    begins = random.integers(0, 61 - np.array(lengths, np.int64))
    ends = begins + np.array(lengths, np.int64)
    scores, places = random.normal(size=size).astype(np.float32), (random.random(size) < 0.4).nonzero()[0]
    found = []
    for module in (shortlist_numba, shortlist_numpy):
        codes, kept = np.zeros(50, np.int32), np.zeros(50, np.float32)
        count = module.pick(scores, places, begins, ends, order, allowed, codes, kept)
        found.append((codes[:count].tolist(), kept[:count].tobytes()))
    assert found[0] == found[1]


@pytest.mark.parametrize("name", ["pack", "unpack", "pick"])
def test_no_array_makes_it_compile_again(name: str) -> None:
    """Each function has one compiled form, so a mapped array cannot stall a request with a compilation."""
    assert len(getattr(shortlist_numba, name).signatures) == 1
