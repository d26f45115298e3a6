"""Of what is marked, few are expected to be wrong."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from slotwise.analysis.marking import mark

CHANCES = st.lists(st.floats(0, 1), max_size=60).map(np.array)


@given(CHANCES, st.floats(0, 0.5), st.floats(0, 1))
def test_the_share_of_wrong_marks_is_bounded(wrong, share, unsure):
    """By its expectation, and every mark by its own chance."""
    wrong = wrong.astype(np.float64)
    marked = mark(wrong, share, unsure)

    assert len(marked) == len(wrong)
    assert not marked.any() or (wrong[marked].mean() <= share + 1e-12 and wrong[marked].max() <= unsure)


@given(CHANCES, st.floats(0, 0.5))
def test_the_surest_are_marked(wrong, share):
    """Nothing is left out that is surer than what is marked."""
    wrong = wrong.astype(np.float64)
    marked = mark(wrong, share, 1.0)

    assert not marked.any() or marked.all() or wrong[~marked].min() >= wrong[marked].max()


def test_marks_are_right_as_often_as_they_say():
    """Over many contents whose chances are true."""
    rng = np.random.default_rng(1)
    wrong = rng.beta(0.3, 0.6, 20_000)
    truly = rng.random(len(wrong)) < wrong
    marked = mark(wrong, 0.05, 1.0)

    assert truly[marked].mean() == pytest.approx(0.05, abs=0.01)
