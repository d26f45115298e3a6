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
    """The event for which a tag is held is the latest that may be, and there is one exactly when the tag is held."""
    events, tables, start, now = world
    rules, held = tables[-1], np.zeros((len(start) - 1, len(tables[-1])), np.bool_)
    tagging_numpy.held(now, *events, *tables, start, held)
    for person, (first, last) in enumerate(in_worlds(start)):
        one = tuple(column[first:last] for column in events)
        reached = np.zeros(len(rules), np.int64)
        tagging_numpy.reached(now, *one, *tables, reached)
        assert (reached >= 0).tolist() == held[person].tolist()
        assert all(now - one[2][place] < rule[3] for place, rule in zip(reached, rules, strict=True) if place >= 0)
