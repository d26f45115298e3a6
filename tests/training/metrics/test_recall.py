"""Recall by hand."""

import pytest

from training.metrics.recall import Recall, RecallTen


def test_by_hand(answers):
    """One of two wanted products found is a half; cases that want nothing do not count."""
    assert Recall().value(answers([[0, 1], [2, 3]], [[0, 5], []])) == pytest.approx(0.5)


def test_places_beyond_the_tenth_do_not_count(answers):
    """Recall of ten places does not see the eleventh."""
    row = [[-1] * 10 + [3]]

    assert RecallTen().value(answers(row, [[3]])) == 0
    assert Recall().value(answers(row, [[3]])) == 1
