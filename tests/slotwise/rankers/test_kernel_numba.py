"""The compiled kernel equals the plain one bit by bit, on any tables, mapped read-only or not."""

import subprocess
import sys

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from slotwise.rankers import kernel_numba, kernel_numpy
from slotwise.rankers.compile import Tables
from slotwise.rankers.layout import columns_of, cut_block, rows_of


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32), n=st.integers(0, 150), used=st.integers(0, 11), trees=st.integers(1, 70))
def test_both_kernels_agree(seed: int, n: int, used: int, trees: int) -> None:
    """The same rows, masks and scores, for any number of candidates, features and trees, of any kind."""
    random = np.random.default_rng(seed)
    counts = random.integers(0, 9, used)
    edges = np.concatenate([np.empty(0), *(np.sort(random.normal(size=count)) for count in counts)]).astype(np.float32)
    tables = Tables(
        features=np.arange(used, dtype=np.int32),
        edges=edges,
        edge_start=np.cumsum([0, *counts]).astype(np.int32),
        masks=np.concatenate([np.zeros((0, trees), np.uint32), *(_rows(random, count, trees) for count in counts)]),
        leaves=random.normal(size=(trees, 32)),
    )
    block = cut_block(tables, 0, used)
    values = random.choice(np.concatenate([edges, [np.nan, np.inf, -np.inf, 0.0]]), (n, used)).astype(np.float32)
    requests = random.integers(0, 2**32, (3, trees), dtype=np.uint32) | np.uint32(2**30)
    products = random.integers(0, 2**32, (5, trees), dtype=np.uint32) | np.uint32(2**30)
    product_rows, request_rows = random.integers(0, 5, n), random.integers(0, 3, n)
    for array in (tables.masks, requests, products, tables.leaves):
        array.flags.writeable = False
    found = []
    for kernel in (kernel_numba, kernel_numpy):
        rows, masks = rows_of(block, values, tables, kernel.find_rows), products[product_rows]
        kernel.and_rows(tables.masks, rows, masks)
        joined = np.empty_like(masks)
        kernel.join_rows(columns_of(block, values), *block[1:], edges, tables.masks, joined)
        scores = kernel.summing(block, tables)(values, requests, request_rows, products, product_rows)
        found.append((rows.tobytes(), masks.tobytes(), joined.tobytes(), scores.tobytes()))
    assert found[0] == found[1]


def _rows(random: np.random.Generator, edges: int, trees: int) -> np.ndarray:
    """The table rows of a feature: as a rule leaves that are ruled out stay so, for the odd feature they may not."""
    rows = random.integers(0, 2**32, (edges + 2, trees), dtype=np.uint32) | np.uint32(2**30)
    if random.random() < 0.7:
        rows[0] = 2**32 - 1
        rows[:-1] = np.bitwise_and.accumulate(rows[:-1], axis=0)
    return rows


def test_no_array_makes_it_compile_again() -> None:
    """Each function has one compiled form, so a mapped array cannot stall a request with a compilation."""
    for name in ("find_rows", "and_rows", "join_rows", "sum_leaves"):
        assert len(getattr(kernel_numba, name).signatures) == 1


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
