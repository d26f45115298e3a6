"""Persons' tables: an id is as long everywhere."""

from service.stores.tables import BASES, EVENTS, MERGES, STATES


def test_ids_of_persons_are_as_long_everywhere():
    """What an event may be stored under can be merged, and lead to another."""
    length = EVENTS.c.person_id.type.length

    assert BASES.c.person_id.type.length == STATES.c.person_id.type.length
    assert STATES.c.person_id.type.length == STATES.c.merged_into.type.length == length
    assert MERGES.c.child.type.length == MERGES.c.parent.type.length == length
