"""Slotwise as a policy: the very decide() over states that are folded as the month goes on."""

import numpy as np
import pytest

from slotwise import person
from slotwise.events import KIND_CODE, EventType
from training.simulate.closed_loop.served import Served


@pytest.fixture(scope="module")
def played(lived):
    """The policy after its month, with what happened."""
    policy = Served.after(lived.world, lived.model, lived.dataset, len(lived.month.persons.persons.rate))
    return policy, lived.month.play(policy)


def test_states_are_folded_event_by_event(lived, played):
    """After the month every state counts the events of its person that came before their last page."""
    policy, tables = played
    begun = Served.after(lived.world, lived.model, lived.dataset, len(policy.states)).states
    views = tables["events"]["type"] == KIND_CODE[EventType.VIEW]
    happened = np.bincount(tables["events"]["who"][views], minlength=len(begun))
    code = KIND_CODE[EventType.VIEW]
    grown = [after.totals[code] - before.totals[code] for after, before in zip(policy.states, begun, strict=True)]
    assert sum(grown) > 0
    assert all(0 <= more <= most for more, most in zip(grown, happened.tolist(), strict=True))
    assert person.empty("x").totals[code] == 0


def test_pages_are_filled_with_true_propensities(lived, played):
    """Everything asked for is filled, in its own slot, with a probability above 0."""
    _, tables = played
    placed = tables["placements"]
    assert len(placed["page"]) > 100
    assert ((placed["propensity"] > 0) & (placed["propensity"] <= 1)).all()
    catalog = lived.world.catalog
    assert catalog.in_pool[catalog.pool_of[placed["touchpoint"]], placed["content"]].all()


def test_counts_take_in_the_days_before(lived, played):
    """At the last midnight the live world holds the interest of the days before, and stands at that moment."""
    policy, _ = played
    assert policy.live.at > lived.model.as_of
    assert policy.counts.totals[-1, -1].sum() > lived.model.counts.totals[-1, -1].sum()
