"""Refold: a person's state from what was known before the log and from all their events."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection, text

from service.stores import base_rows
from service.stores.event_rows import READ, to_event
from slotwise import person
from slotwise.person import PersonState

_EVENTS = text(f"SELECT {READ} FROM events WHERE person_id = :leaf AND seq > :after AND repeated = 0 ORDER BY seq")
_AT_ONCE = 1_000
"""Events that are held in memory at a time."""


def refold(connection: Connection, members: Sequence[str]) -> PersonState:
    """Return the state of a person from the events of all their ids, within a transaction; the root is the first id.

    It is the very state that folding the events as they came has given. Raises StateError for a damaged base.
    """
    bases = base_rows.by_id(connection.execute(base_rows.wanted(members)))
    state = person.empty(members[0])
    for leaf in members:
        before, after = bases.get(leaf, (None, 0))
        if before is not None:
            state = person.join(state, before)
        wanted = {"leaf": leaf, "after": after}
        events = connection.execute(_EVENTS, wanted, execution_options={"yield_per": _AT_ONCE})
        for row in events:
            state = person.apply(state, to_event(row))
    return replace(state, person_id=members[0])
