"""Metrics on lists whose values can be counted by hand."""

import numpy as np
import pytest

from bench.quality.metrics import hits_of
from bench.quality.metrics.hit_rate import hit_rate
from bench.quality.metrics.ndcg import ndcg
from bench.quality.metrics.recall import recall
from bench.quality.metrics.reciprocal_rank import reciprocal_rank
from bench.quality.ragged import Ragged

HITS = np.array([[0, 1, 0], [1, 1, 1], [0, 0, 0]], bool)
N_TARGETS = np.array([1, 5, 2])


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        (ndcg, [1 / np.log2(3), 1, 0]),
        (recall, [1, 1, 0]),
        (hit_rate, [1, 1, 0]),
        (reciprocal_rank, [1 / 2, 1, 0]),
    ],
)
def test_the_value_is_the_one_of_the_definition(metric, expected: list[float]) -> None:
    """Each metric gives the value that its docstring defines."""
    assert np.allclose(metric(HITS, N_TARGETS), expected)


def test_hits_are_found_and_empty_places_are_none() -> None:
    """A hit is a product among the query's own targets; -1 never hits."""
    targets = Ragged(np.array([4, 0, 2]), np.array([0, 1, 3]))
    hits = hits_of(np.array([[0, 4, -1], [2, -1, -1]]), targets, 5)
    assert hits.tolist() == [[False, True, False], [True, False, False]]


def test_a_repeated_product_is_refused() -> None:
    """A list that holds a product twice could count a target twice."""
    with pytest.raises(ValueError, match="twice"):
        hits_of(np.array([[1, 1]]), Ragged(np.array([1]), np.array([0, 1])), 3)
