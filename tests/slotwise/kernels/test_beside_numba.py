"""The compiled look-ups beside a list of products equal the plain ones bit by bit, and never compile twice."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slotwise.kernels import beside_numba, beside_numpy

NOW = 1_700_000_000_000
FUNCTIONS = ("spread", "latest", "touches", "exposures", "history_by_code", "distinct", "agreement")


def both(name: str, *arguments: object, out: np.ndarray) -> list[bytes]:
    """What both forms fill in."""
    found = []
    for each in arguments:
        if isinstance(each, np.ndarray):
            each.flags.writeable = False
    for module in (beside_numba, beside_numpy):
        filled = np.full_like(out, 7)
        getattr(module, name)(*arguments, filled)
        found.append(filled.tobytes())
    return found


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32), h=st.integers(0, 60), m=st.integers(0, 40), codes=st.sampled_from([1, 5, 2**31 - 1]))
def test_both_forms_agree(seed: int, h: int, m: int, codes: int) -> None:
    """The same sums, times and counts for any lists, empty ones and keys that are not there among them."""
    random = np.random.default_rng(seed)
    keys = random.integers(-1, codes, h).astype(np.int32)
    wanted = np.concatenate([random.choice(keys, m) if h else [], random.integers(0, codes, m)]).astype(np.int32)
    times = np.sort(NOW - random.integers(0, 20 * 86_400_000, h))
    weights, dismissed = random.normal(size=h), random.random(h) < 0.3
    size = len(wanted)
    table = random.integers(-1, 4, h).astype(np.int32)
    for one, other in (
        both("spread", keys, weights, wanted, out=np.empty(size, np.float32)),
        both("latest", keys, times, wanted, out=np.empty(size, np.int64)),
        both("touches", keys, times, NOW, wanted, out=np.empty((4, size), np.float32)),
        both("exposures", keys, times, dismissed, NOW, wanted, out=np.empty((3, size), np.float32)),
        both("history_by_code", table, times, weights, NOW, out=np.empty((2, 5), np.float32)),
    ):
        assert one == other


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32), h=st.integers(0, 60), codes=st.sampled_from([1, 9, 2**31 - 1]))
def test_both_forms_agree_on_what_is_different(seed: int, h: int, codes: int) -> None:
    """The same keys in the same order with the same sums."""
    random = np.random.default_rng(seed)
    keys, weights = random.integers(0, codes, h).astype(np.int32), random.normal(size=h).astype(np.float32)
    found = []
    for module in (beside_numba, beside_numpy):
        different, sums = np.empty(h, np.int32), np.empty(h, np.float32)
        count = module.distinct(keys, weights, different, sums)
        found.append((different[:count].tolist(), sums[:count].tobytes()))
    assert found[0] == found[1]


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32), sources=st.integers(0, 9), m=st.integers(0, 30))
def test_both_forms_agree_on_agreement(seed: int, sources: int, m: int) -> None:
    """Ranks of any number of sources, with candidates that nobody ranked."""
    random = np.random.default_rng(seed)
    ranks = np.where(random.random((sources, m)) < 0.5, np.nan, random.integers(1, 300, (sources, m)))
    one, other = both("agreement", ranks.astype(np.float32), 10.0, out=np.empty((3, m), np.float32))
    assert one == other


@pytest.mark.parametrize("name", FUNCTIONS)
def test_no_array_makes_it_compile_again(name: str) -> None:
    """Each function has one compiled form, so a mapped array cannot stall a request with a compilation."""
    assert len(getattr(beside_numba, name).signatures) == 1
