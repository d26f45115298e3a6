"""Lifts: what boosts and guarantees add to scores."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from slotwise.rulebook.effects import Lifting
from slotwise.rulebook.lifts import lag, terms
from slotwise.rulebook.verdict import Verdict

CONTENTS = np.array([3, 0, 1], np.int32)
SCORES = np.array([0.0, 1.0, 5.0])
MASK = np.array([True, False, False, False])


def test_boosts_are_in_standard_deviations_of_the_scores():
    """The same rule adds ten times as much to scores that are ten times as far apart, and something to equal ones."""
    verdict = Verdict(boost=np.array([2.0, 0.0, 0.0, -1.0], np.float32))
    deviation = SCORES.std()

    assert terms(verdict, CONTENTS, SCORES, 1.0).tolist() == pytest.approx([-deviation, 2 * deviation, 0])
    assert terms(verdict, CONTENTS, 10 * SCORES, 1.0).tolist() == pytest.approx([-10 * deviation, 20 * deviation, 0])
    assert terms(verdict, CONTENTS, np.ones(3), 1.0).tolist() == [-1, 2, 0]
    assert terms(verdict, CONTENTS[:0], SCORES[:0], 1.0).tolist() == []


@given(scores=st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=300), times=st.integers(1, 9))
def test_the_deviation_is_that_of_numpy(scores, times):
    """Bit by bit."""
    many = np.array(scores * times)
    unit = many.std() if many.std() > 1e-9 else 1.0
    verdict = Verdict(boost=np.ones(1, np.float32))

    assert terms(verdict, np.zeros(len(many), np.int32), many, 1.0)[0] == np.float32(unit)


def test_what_a_guarantee_adds_is_felt_by_the_draw():
    """Where the temperature is larger than the deviation, it is in that."""
    verdict = Verdict(pulls=((Lifting(MASK, 1.0), 3.0),))

    assert terms(verdict, CONTENTS, SCORES / 100, 1.0).tolist() == [0, 3, 0]
    assert terms(verdict, CONTENTS, SCORES, 0.0).tolist() == pytest.approx([0, 3 * SCORES.std(), 0])


@given(shown=st.integers(0, 1000), more=st.integers(0, 1000), share=st.floats(0, 1) | st.none())
def test_the_lag_grows_with_what_is_missing(shown, more, share):
    """Between nothing and twelve; never larger when more was shown."""
    everything, due = 2000, 500.0 if share is None else share * 2000

    assert 0 <= lag(due, shown + more, everything, share) <= lag(due, shown, everything, share) <= 12


def test_a_lag_that_stays_grows_against_chance():
    """Half of what is due is missing: nothing much at the beginning, a strong pull after thousands."""
    assert lag(5, 2, 10, 0.5) < 3
    assert lag(5_000, 2_500, 10_000, 0.5) == 12
