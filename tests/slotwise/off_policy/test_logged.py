"""Logs are checked before anything is estimated from them."""

from dataclasses import replace

import numpy as np
import pytest

from slotwise.errors import EvaluationError
from tests.logged_slates import small_log


@pytest.mark.parametrize("bad", [0.0, -0.1, 1.5, float("nan")])
@pytest.mark.parametrize("column", ["propensity", "prefix"])
def test_impossible_propensities_are_refused(column, bad):
    """What was shown had a probability above 0 and at most 1."""
    logged, _ = small_log()
    values = getattr(logged, column).copy()
    values[4] = bad
    with pytest.raises(EvaluationError):
        replace(logged, **{column: values})


def test_rewards_are_numbers():
    """A reward that is not known is no reward."""
    logged, _ = small_log()
    with pytest.raises(EvaluationError):
        replace(logged, reward=np.where(np.arange(len(logged)) == 2, np.nan, logged.reward))


def test_slates_stand_together():
    """Placements of a slate that are scattered are refused, rather than taken for several slates."""
    logged, _ = small_log()
    with pytest.raises(EvaluationError):
        replace(logged, decision=logged.decision[::-1])


def test_strangers_are_persons_of_their_own():
    """Who is not known is one person a slate; everybody else is one person all over the log."""
    logged, _ = small_log()
    known = {int(each) for each in logged.person if each >= 0}
    strangers = {int(each) for each in logged.decision[logged.person < 0]}

    assert len(np.unique(logged.clusters)) == len(known) + len(strangers)


def test_taking_rows():
    """Chosen placements keep their columns; what is not known stays so."""
    logged, target = small_log()
    chosen = logged.slot == 1

    assert logged.take(chosen).decisions == len(logged.take(chosen)) == 60
    assert replace(target, predicted=None).take(chosen).predicted is None
    assert np.array_equal(target.take(chosen).prefix, target.prefix[chosen])
