"""The compiled uniting of lists equals the plain one bit by bit, and never compiles twice."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slotwise.kernels import uniting_numba, uniting_numpy

SEEDS = st.integers(0, 2**32)


@settings(max_examples=50, deadline=None)
@given(seed=SEEDS, counts=st.lists(st.integers(0, 12), max_size=6), extra=st.integers(0, 5))
def test_both_unite_alike(seed: int, counts: list[int], extra: int) -> None:
    """The same products in the same order with the same ranks."""
    random = np.random.default_rng(seed)
    lists = [random.permutation(20)[:count] for count in counts]
    together = np.concatenate([[], *lists]).astype(np.int32)
    more = random.integers(0, 25, extra).astype(np.int32)
    found = []
    for module in (uniting_numba, uniting_numpy):
        products = np.zeros(len(together) + extra, np.int32)
        votes, ranks = np.zeros(len(products)), np.zeros(len(counts) * len(products), np.float32)
        count = module.union(together, np.array(counts, np.int64), more, 10.0, products, votes, ranks)
        found.append((products[:count].tolist(), votes[:count].tobytes(), ranks[: len(counts) * count].tobytes()))
    assert found[0] == found[1]


@settings(max_examples=50, deadline=None)
@given(seed=SEEDS, lists=st.lists(st.integers(0, 20), max_size=5), m=st.integers(0, 20))
def test_both_scatter_alike(seed: int, lists: list[int], m: int) -> None:
    """Values stand where their products do; a product that is not there is left out, what has none is left as it is."""
    random = np.random.default_rng(seed)
    codes = np.concatenate([[], *(random.permutation(30)[:count] for count in lists)]).astype(np.int32)
    values, ends = random.normal(size=len(codes)).astype(np.float32), np.cumsum(lists, dtype=np.int64)
    products, rows = random.permutation(30)[:m].astype(np.int32), random.permutation(8)[: len(lists)].astype(np.int64)
    one, other = np.full((8, m), 7, np.float32), np.full((8, m), 7, np.float32)
    uniting_numba.scatter(products, codes, values, ends, rows, one)
    uniting_numpy.scatter(products, codes, values, ends, rows, other)
    assert one.tobytes() == other.tobytes()


@settings(max_examples=50, deadline=None)
@given(seed=SEEDS, counts=st.lists(st.integers(0, 3), min_size=1, max_size=9), hides=st.booleans())
def test_both_find_the_same_contents(seed: int, counts: list[int], hides: bool) -> None:
    """The contents of the products that may be shown, in the order of the products, products without any among them."""
    random = np.random.default_rng(seed)
    start = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    by_product = random.permutation(int(start[-1])).astype(np.int32)
    shown = random.random(len(by_product)) < 0.5 if hides else np.zeros(0, np.bool_)
    products = random.permutation(len(counts))[: random.integers(0, len(counts) + 1)].astype(np.int32)
    found = []
    for module in (uniting_numba, uniting_numpy):
        contents, owner = np.zeros(len(by_product), np.int32), np.zeros(len(by_product), np.int64)
        count = module.contents(products, start, by_product, shown, contents, owner)
        found.append((contents[:count].tolist(), owner[:count].tolist()))
    assert found[0] == found[1]


@pytest.mark.parametrize("name", ["union", "scatter", "contents"])
def test_no_array_makes_it_compile_again(name: str) -> None:
    """Each function has one compiled form, so a mapped array cannot stall a request with a compilation."""
    assert len(getattr(uniting_numba, name).signatures) == 1
