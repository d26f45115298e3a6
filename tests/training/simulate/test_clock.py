"""Time in the simulated world."""

from datetime import datetime

import numpy as np

from training.simulate.clock import DAY_MS, HOUR_MS, START_MS, half_lives, local_hour, local_midnight, weekday


def test_log_begins_on_a_local_monday_midnight():
    """The default start is midnight of a Monday where the persons live."""
    assert local_hour(np.array([START_MS])).tolist() == [0]
    assert (START_MS + 8 * HOUR_MS) // DAY_MS % 7 == 4  # day 0 of the epoch was a Thursday


def test_days_of_the_week():
    """Where the persons live, from midnight to midnight."""
    assert [weekday(START_MS + day * DAY_MS) for day in range(8)] == [0, 1, 2, 3, 4, 5, 6, 0]
    assert weekday(START_MS - 1) == 6


def test_half_of_a_quantity_is_left_after_its_half_life():
    """Decay halves per half-life and never grows for moments in the past."""
    assert half_lives(np.array([0, DAY_MS, 2 * DAY_MS, -DAY_MS]), 1.0).tolist() == [1.0, 0.5, 0.25, 1.0]


def test_a_day_begins_at_local_midnight():
    """The default start is the midnight of its day; the time of day does not matter."""
    assert local_midnight(datetime(2026, 6, 1)) == local_midnight(datetime(2026, 6, 1, 23, 59)) == START_MS
