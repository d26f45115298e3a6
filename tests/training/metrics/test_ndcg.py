"""NDCG by hand."""

import pytest

from training.metrics.ndcg import Ndcg


def test_by_hand(answers):
    """A hit on rank 2 of one wanted gives 1 / log2(3); ranks 1 and 3 of two wanted give 1.5 over 1 + 1 / log2(3)."""
    given = answers([[0, 1, 2], [0, 1, 2]], [[1], [0, 2]])
    above, below = Ndcg().parts(given)

    assert above == pytest.approx([0.6309297, 1.5 / 1.6309297])
    assert below.tolist() == [1, 1]


def test_the_best_list_reaches_one(answers):
    """All wanted first: 1."""
    assert Ndcg().value(answers([[0, 2, 4]], [[0, 2, 4]])) == pytest.approx(1)
