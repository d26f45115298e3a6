"""Refold: a person's state from what was known before the log and from all their events."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection, select, text

from service.stores.event_rows import READ, to_event
from service.stores.tables import STATES
from slotwise import person
from slotwise.person import PersonState
from slotwise.person_packing import unpack

_EVENTS = text(f"SELECT {READ} FROM events WHERE person_id = :leaf AND seq > :after AND repeated = 0 ORDER BY seq")
_AT_ONCE = 1_000
"""Events that are held in memory at a time."""


def refold(connection: Connection, members: Sequence[str]) -> PersonState:
    """Return the state of a person from the events of all their ids, within a transaction; the root is the first id.

    It is the very state that folding the events as they came has given. Raises StateError for a damaged base.
    """
    bases = _bases(connection, members)
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


def _bases(connection: Connection, members: Sequence[str]) -> dict[str, tuple[PersonState, int]]:
    """What was known before the log, and the place of the log up to which that is so."""
    wanted = select(STATES.c.person_id, STATES.c.base, STATES.c.base_seq)
    found = connection.execute(wanted.where(STATES.c.person_id.in_(members), STATES.c.base.is_not(None)))
    return {row.person_id: (unpack(row.base), row.base_seq) for row in found}
