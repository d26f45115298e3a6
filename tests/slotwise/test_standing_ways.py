"""Ways: facts that are computed have one, all others none."""

import pytest

from slotwise.standing_facts import TOLD
from slotwise.standing_ways import way_of


@pytest.mark.parametrize(
    "name", ["tags", "state.tier", "times(leave,plan,7)", "audience(core)", "held_out(core)", *TOLD]
)
def test_what_is_computed_has_a_way(name):
    """Tags, phases, calls, and what the past tells."""
    assert way_of(name) is way_of(name) is not None


def test_what_is_told_has_none():
    """Nor has what nobody knows."""
    assert [way_of(each) for each in ("person.city", "context.page", "state.fish", "scene")] == [None] * 4
