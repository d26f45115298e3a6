"""The kernel of coarse vectors: all that may be among the best, by bounds that hold."""

import numpy as np
import pytest

from slotwise.retrieval.coarse import make_coarse

coarse_numba = pytest.importorskip("slotwise.kernels.coarse_numba")


def near(vectors: np.ndarray, query: np.ndarray, k: int) -> list[int] | int:
    """The rows that may be among the best, or what the kernel says instead."""
    size = len(vectors)
    places, codes = np.empty(size + coarse_numba.SQUARE, np.int64), np.empty(size, np.int32)
    begins, ends = np.array([0, 5]), np.array([5, size])
    order, allowed = np.arange(size, dtype=np.int32)[::-1].copy(), np.zeros(0, np.bool_)
    count = coarse_numba.near(*make_coarse(vectors), query, begins, ends, order, allowed, k, 8, places, codes)
    if count <= 0:
        return int(count)
    assert (codes[:count] == size - 1 - places[:count]).all()
    assert (places[count : count + coarse_numba.SQUARE - 1] == places[count - 1]).all()
    return sorted(places[:count].tolist())


def test_all_that_may_be_among_the_best_are_given() -> None:
    """The k best are always there, in spite of rounding; parts follow one another."""
    random = np.random.default_rng(2)
    for _ in range(50):
        vectors, query = random.normal(size=(400, 24)).astype(np.float32), random.normal(size=24).astype(np.float32)
        found, best = near(vectors, query, 20), np.argsort(-(vectors.astype(np.float64) @ query))[:20]
        assert isinstance(found, list)
        assert set(best.tolist()) <= set(found)
        assert len(found) < 60


def test_queries_without_a_product_are_left_to_others() -> None:
    """Nothing, what is not a number and what is too large is told by -1; nobody asked for is nobody."""
    vectors, query = np.ones((10, 4), np.float32), np.ones(4, np.float32)
    for value in (0, np.nan, np.inf, 1e16):
        assert near(vectors, np.float32(value) * query, 3) == -1
    assert near(vectors, query, 0) == 0
