"""The plan of a phase tunes its intervals and says when its end has come."""

import numpy as np

from slotwise.analysis.experiments.planned import planned
from slotwise.analysis.experiments.timeline import Timeline
from slotwise.analysis.experiments.units import Units
from tests.experiment_logs import BEGAN, DAY, A, B, document, documents

TIME = Timeline(BEGAN, BEGAN + 5 * DAY)


def units(exposed):
    """Units that came at some moments after the beginning."""
    n = len(exposed)
    return Units((A, B), np.zeros(n, np.int16), BEGAN + np.array(exposed, np.int64), np.ones(n), np.arange(n), 0, {})


def test_what_was_planned_is_taken():
    """As it was said before."""
    entry = documents(document(days=10.0))[1]
    plan = planned(entry, TIME, units([0]), 5_000)

    assert (plan.units, plan.stated, plan.days, plan.looks) == (5_000, True, 10.0, (1, 3, 5, 7, 9))


def test_without_a_plan_only_the_first_day_counts():
    """Whoever comes later must not move the intervals."""
    entry = documents(document(days=16.0))[1]
    first = [0] * 1_000
    found = {planned(entry, TIME, units(first + [2 * DAY] * more), None).units for more in (0, 10, 10_000)}

    assert found == {4_000}


def test_the_end_has_come_by_days_or_by_units():
    """By units only where somebody planned for them."""
    entry = documents(document(days=10.0))[1]
    stated, guessed = planned(entry, TIME, units([0]), 2_000), planned(entry, TIME, units([0]), None)

    assert [stated.reached(TIME, each) for each in (1_999, 2_000)] == [False, True]
    assert not guessed.reached(TIME, 10**9)
    assert guessed.reached(Timeline(BEGAN, BEGAN + 10 * DAY), 1)
