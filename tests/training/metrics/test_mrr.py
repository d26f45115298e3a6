"""Reciprocal rank by hand."""

import pytest

from training.metrics.mrr import ReciprocalRank


def test_the_first_hit_counts(answers):
    """First hits on ranks 2 and 1 and none at all: a mean of 0.5."""
    given = answers([[0, 1, 2], [3, 4, 5], [0, 1, 2]], [[1, 2], [3], [5]])

    assert ReciprocalRank().value(given) == pytest.approx((0.5 + 1 + 0) / 3)
