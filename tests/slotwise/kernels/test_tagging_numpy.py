"""Tagging: a tag is held by the definition, whatever the history."""

import numpy as np
from hypothesis import given, settings

from slotwise.kernels import tagging_numpy
from tests.slotwise.kernels.tagging import held_by_definition, histories, in_worlds


@given(histories())
@settings(max_examples=200, deadline=None)
def test_held_by_definition(world):
    """Every tag of every person as a slow reading of the definition says."""
    events, tables, start, now = world
    held = np.zeros((len(start) - 1, len(tables[-1])), np.bool_)
    tagging_numpy.held(now, *events, *tables, start, held)
    found = [set(np.flatnonzero(row).tolist()) for row in held]
    assert found == [held_by_definition(events, tables, first, last, now) for first, last in in_worlds(start)]


@given(histories())
@settings(max_examples=100, deadline=None)
def test_one_person_is_as_in_a_crowd(world):
    """A tag is held exactly when its latest event that reached it is younger than its expiry."""
    events, tables, start, now = world
    rules, held = tables[-1], np.zeros((len(start) - 1, len(tables[-1])), np.bool_)
    tagging_numpy.held(now, *events, *tables, start, held)
    for person, (first, last) in enumerate(in_worlds(start)):
        one = tuple(column[first:last] for column in events)
        reached = np.zeros(len(rules), np.int64)
        tagging_numpy.reached(now, *one, *tables, reached)
        ages = [now - one[2][place] if place >= 0 else None for place in reached]
        fresh = [age is not None and age < rule[3] for age, rule in zip(ages, rules, strict=True)]
        assert fresh == held[person].tolist()
