"""The facts of a request."""

import numpy as np

from training.simulate.clock import DAY_MS
from training.simulate.facts import FACTS, facts_at, open_process


def facts(truth, who, at_ms):
    """The facts of some persons of a played chunk."""
    return facts_at(truth.persons, truth.state, truth.catalog.categories, who, at_ms)


def test_every_fact_has_a_column(played):
    """All named facts come, one value a request."""
    who = np.arange(50)
    columns = facts(played.truth, who, np.full(50, played.world.end_ms))

    assert tuple(columns) == FACTS
    assert {len(column) for column in columns.values()} == {50}


def test_data_used_grows_within_the_month(played):
    """Over hours of one billing month the share of data used never falls while nothing is bought."""
    truth = played.truth
    who = np.nonzero(truth.state.data_pack_at == 0)[0]
    at = truth.persons.cycle_start[who] + 2 * 30 * DAY_MS
    early, late = (facts(truth, who, at + day * DAY_MS)["data_used_ratio"] for day in (3, 27))

    assert (late >= early).all()


def test_roaming_is_the_trip(played):
    """A traveller roams during the trip and not before."""
    trip = played.truth.persons.trip
    who = np.nonzero(trip[:, 1])[0]

    assert set(facts(played.truth, who, trip[who, 0])["roaming"]) == {"yes"}
    assert set(facts(played.truth, who, trip[who, 0] - 1)["roaming"]) == {"no"}


def test_open_process_closes_after_two_weeks(played):
    """A process left midway counts as open for fourteen days."""
    truth = played.truth
    who = np.nonzero(truth.state.left_at.max(axis=1))[0]
    last = truth.state.left_at[who].max(axis=1)

    assert (open_process(truth.state, who, last + 1) >= 0).all()
    assert (open_process(truth.state, who, last + 14 * DAY_MS) == -1).all()
