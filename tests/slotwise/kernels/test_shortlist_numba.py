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


@given(
    lengths=st.lists(st.integers(0, 9), max_size=5),
    masks=st.booleans(),
    ordered=st.booleans(),
    least=st.sampled_from([-np.inf, -0.5, 0.0, np.nan]),
    above=st.sampled_from([-np.inf, 0.0]),
    seed=st.integers(0, 2**32),
)
def test_both_pick_alike(lengths: list[int], masks: bool, ordered: bool, least: float, above: float, seed: int) -> None:
    """The same codes with their scores from parts anywhere, empty parts and scores that are none included."""
    random, size = np.random.default_rng(seed), sum(lengths)
    order, allowed = random.permutation(60).astype(np.int32), np.arange(60) % 3 > 0 if masks else np.zeros(0, np.bool_)
    begins = random.integers(0, 61 - np.array(lengths, np.int64))
    ends = begins + np.array(lengths, np.int64)
    scores = np.where(random.random(size) < 0.1, random.choice([np.nan, np.inf]), random.normal(size=size))
    found = []
    for module in (shortlist_numba, shortlist_numpy):
        codes, kept = np.zeros(50, np.int32), np.zeros(50, np.float32)
        given_ = (least, above, begins, ends, order if ordered else order[:0], allowed, codes, kept)
        count = module.pick(scores.astype(np.float32), *given_)
        found.append((codes[:count].tolist(), kept[:count].tobytes()))
    assert found[0] == found[1]


@given(scores=arrays(np.float32, st.integers(0, 12), elements=FLOATS), room=st.integers(1, 14))
def test_both_find_the_same_lists_promising(scores: np.ndarray, room: int) -> None:
    """Any scores, more or fewer than there is room for."""
    start, found = np.cumsum(np.arange(len(scores) + 1)), []
    for module in (shortlist_numba, shortlist_numpy):
        bounds = np.zeros((2, room), np.int64)
        count = module.promising(scores, start, bounds[0], bounds[1])
        found.append((count, bounds[:, :count].tolist()))
    assert found[0] == found[1]


@pytest.mark.parametrize("name", ["pack", "unpack", "pick", "promising"])
def test_no_array_makes_it_compile_again(name: str) -> None:
    """Each function has one compiled form, so a mapped array cannot stall a request with a compilation."""
    assert len(getattr(shortlist_numba, name).signatures) == 1
