"""The compiled kernel equals the plain one bit by bit, on any tables, mapped read-only or not."""

import subprocess
import sys

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from slotwise.rankers import kernel_numba, kernel_numpy


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32), n=st.integers(0, 30), used=st.integers(0, 11), trees=st.integers(1, 70))
def test_both_kernels_agree(seed: int, n: int, used: int, trees: int) -> None:
    """The same rows, masks and scores, for any number of candidates, features and trees."""
    random = np.random.default_rng(seed)
    counts = random.integers(0, 9, used)
    edges = np.concatenate([np.empty(0), *(np.sort(random.normal(size=count)) for count in counts)]).astype(np.float32)
    edge_start = np.cumsum([0, *counts])
    places = (np.arange(used), edge_start, edge_start[:-1] + 2 * np.arange(used))
    values = random.choice(np.concatenate([edges, [np.nan, np.inf, -np.inf, 0.0]]), (used, n)).astype(np.float32)
    table = random.integers(0, 2**32, (len(edges) + 2 * used, trees), dtype=np.uint32) | np.uint32(2**30)
    requests = random.integers(0, 2**32, (3, trees), dtype=np.uint32) | np.uint32(2**30)
    products = random.integers(0, 2**32, (5, trees), dtype=np.uint32) | np.uint32(2**30)
    leaves = random.normal(size=(trees, 32))
    product_rows, request_rows = random.integers(0, 5, n), random.integers(0, 3, n)
    for array in (table, requests, products, leaves):
        array.flags.writeable = False
    found = []
    for kernel in (kernel_numba, kernel_numpy):
        rows, masks, scores = np.empty((used, n), np.int64), products[product_rows], np.empty(n)
        kernel.find_rows(values, *places, edges, rows)
        kernel.and_rows(table, rows, masks)
        kernel.sum_leaves(table, rows, requests, request_rows, products, product_rows, leaves, scores)
        found.append((rows.tobytes(), masks.tobytes(), scores.tobytes()))
    assert found[0] == found[1]


def test_no_array_makes_it_compile_again() -> None:
    """Each function has one compiled form, so a mapped array cannot stall a request with a compilation."""
    for function in (kernel_numba.find_rows, kernel_numba.and_rows, kernel_numba.sum_leaves):
        assert len(function.signatures) == 1


def test_it_compiles_where_nothing_can_be_written() -> None:
    """Without any directory for the cache, as in a read-only image, the kernel is compiled in memory."""
    code = """
from numba.core import caching
for kind in (caching.CacheImpl, *caching.CacheImpl.__subclasses__()):
    kind._locator_classes = []
from slotwise.rankers import kernel_numba
print(type(kernel_numba.find_rows._cache).__name__, len(kernel_numba.find_rows.signatures))
"""
    done = subprocess.run([sys.executable, "-c", code], text=True, timeout=120, capture_output=True, check=True)
    assert done.stdout.split() == ["NullCache", "1"]
