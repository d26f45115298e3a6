"""Ranking by scores: exact, deterministic, and without what is excluded."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from bench.quality.ranking import rank_by, top_k, with_popularity
from bench.quality.task import Task


@given(scores=hnp.arrays(float, (4, 9), elements=st.integers(-5, 5).map(float)), k=st.integers(1, 12))
def test_the_best_come_first_and_missing_ones_are_minus_one(scores: np.ndarray, k: int) -> None:
    """The scores of the ranked columns are the highest, in falling order; places beyond the columns are -1."""
    ranked = top_k(scores, k)
    there = min(k, 9)
    picked = np.take_along_axis(scores, ranked[:, :there], axis=1)
    assert (picked == -np.sort(-scores, axis=1)[:, :there]).all()
    assert (ranked[:, there:] == -1).all()


def test_excluded_products_are_never_ranked(checkerboard: Task) -> None:
    """A product that cannot be the answer is left out even when it scores highest, and its place stays empty."""
    ranked = rank_by(lambda part: np.ones((len(part), 12)), checkerboard.queries, 12)
    for row, met in zip(ranked, checkerboard.queries.excluded, strict=True):
        assert set(row[row >= 0]) == set(range(12)) - set(met.tolist())


def test_popularity_orders_only_what_is_equal() -> None:
    """Popularity breaks ties and fills empty rows, and changes no order of different scores."""
    scores = with_popularity(np.array([[0.5, 0.5, 0.6], [0, 0, 0]], np.float32), np.array([1.0, 9.0, 2.0]))
    assert top_k(scores, 3).tolist() == [[2, 1, 0], [1, 2, 0]]
