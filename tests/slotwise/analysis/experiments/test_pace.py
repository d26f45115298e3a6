"""Pace: in how many days the smallest effect worth shipping would be seen."""

import numpy as np
import pytest

from slotwise.analysis.experiments.findings import Finding
from slotwise.analysis.experiments.pace import arrivals, days_left
from slotwise.analysis.experiments.readings import Reading
from slotwise.analysis.experiments.timeline import Timeline
from slotwise.analysis.experiments.units import Units
from slotwise.statistics.comparing import Comparison
from slotwise.statistics.estimating import Estimate
from tests.experiment_logs import BEGAN, DAY, A, B, document, documents

TIME = Timeline(BEGAN, BEGAN + 4 * DAY)
DAILY = 500


def units():
    """As many new ones every day, on both sides."""
    exposed = np.repeat(BEGAN + np.arange(4) * DAY, DAILY)
    variant = np.repeat([0, 1], 2 * DAILY).astype(np.int16)
    return Units((A, B), variant, np.tile(exposed[::2], 2), np.ones(4 * DAILY), np.arange(4 * DAILY), 0, {})


def left(minimum, method="fixed", variance=4.0):
    """Days for an effect on a metric of mean 2."""
    one = Estimate(2.0, variance / 1_000, 1_000)
    reading = Reading("clicks", "primary", "Clicks", "n", "up")
    entry = documents(document(minimum_effect=minimum, method=method))[1]
    return days_left(entry, Finding(reading, B, Comparison(one, one)), units(), TIME)


def test_it_is_what_the_formula_says():
    """16 variances over the effect squared, on both sides: 3,140 units each for 0.1 of 2, of which 250 come a day."""
    needed = 2 * (1.96 + 0.8416) ** 2 * 4.0 / 0.2**2

    assert left(0.1) == pytest.approx(np.ceil(needed / 250) - 4, abs=1)
    assert left(0.1, "always_valid") > left(0.1)


def test_at_least_a_day_and_at_most_a_year():
    """What is there already needs one more look; what takes longer than anybody waits is not told in days."""
    assert left(1.0) == 1.0
    assert left(0.001) is None
    assert left(0.1, variance=0.0) is None


def test_only_whole_days_tell_the_pace():
    """The day that is not over would look like a slow one."""
    cut = Timeline(BEGAN, BEGAN + 3 * DAY + 1)

    assert arrivals(units(), cut, B) == [DAILY] * 3
