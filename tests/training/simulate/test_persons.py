"""What stays fixed in a person."""

import numpy as np

from training.simulate.clock import DAY_MS, START_MS
from training.simulate.persons import draw_persons


def test_facts_cover_log_and_the_month_after(bare_world, rng):
    """Billing months reach beyond the log, so that requests after it have facts too."""
    people = draw_persons(200, ["app"], bare_world.effects, START_MS, 28, rng)
    end = people.cycle_start + people.usage.shape[1] * 30 * DAY_MS

    assert (end >= START_MS + (28 + 30) * DAY_MS).all()


def test_trips_end_after_they_begin(bare_world, rng):
    """Travellers are away for days; the others never."""
    people = draw_persons(500, ["app"], bare_world.effects, START_MS, 28, rng)
    away = people.trip[:, 1] > 0

    assert 0.05 < away.mean() < 0.25
    assert (people.trip[away, 1] - people.trip[away, 0] >= 3 * DAY_MS).all()


def test_attributes_are_partly_hidden(bare_world, rng):
    """The operator does not know every attribute of everybody."""
    people = draw_persons(500, ["app"], bare_world.effects, START_MS, 28, rng)

    assert 0.8 < people.shown.mean() < 0.97


def test_rows_are_copies(played):
    """Rows taken out keep their values and can be changed without harm."""
    rows = played.truth.persons.rows(np.array([3, 1]))
    rows.taste[:] = 0

    assert np.array_equal(rows.rate, played.truth.persons.rate[[3, 1]])
    assert played.truth.persons.taste[3].any()
