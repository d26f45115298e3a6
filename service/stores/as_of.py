"""As of: what a person's state was when the log had come so far, folded anew from the log."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from sqlalchemy import func, or_, select, text

from service.stores import base_rows
from service.stores.database import Database
from service.stores.event_rows import READ, to_event
from service.stores.identities import Identities
from service.stores.tables import MERGES
from slotwise import person
from slotwise.events import Event
from slotwise.person import PersonState

_EVENTS = text(
    f"SELECT {READ} FROM events WHERE person_id = :leaf AND seq > :after AND seq <= :until AND repeated = 0 "
    "ORDER BY seq"
)
Fold = Callable[[PersonState, Iterable[Event]], PersonState]


class AsOf:
    """Folds states as of a place of the log; `fold` is the engine's own."""

    def __init__(self, database: Database, fold: Fold = person.fold):
        self._database = database
        self._fold = fold

    def state(self, person_id: str, seq: int) -> PersonState:
        """Return the state of a person (a root) when events up to `seq` were folded in; raise StoreError, StateError.

        Whoever was merged into them counts: ask `merged_since` whether that was so at the time.
        """
        if not person_id:
            return person.empty("")
        state = person.empty(person_id)
        leaves = Identities(self._database).members(person_id)
        bases = base_rows.by_id(self._database.rows(base_rows.wanted(leaves), {}))
        for leaf in leaves:
            before, after = bases.get(leaf, (None, 0))
            state = state if before is None else person.join(state, before)
            span = {"leaf": leaf, "after": after, "until": seq}
            state = self._fold(state, (to_event(row) for row in self._database.rows(_EVENTS, span)))
        return replace(state, person_id=person_id)

    def merged_since(self, person_id: str, moment: int) -> bool:
        """Tell whether a person was merged with somebody, or parted, at or after a moment (ms UTC)."""
        query = (
            select(func.count())
            .select_from(MERGES)
            .where(
                or_(MERGES.c.child == person_id, MERGES.c.parent == person_id),
                or_(MERGES.c.at >= moment, MERGES.c.undone_at >= moment),
            )
        )
        return bool(self._database.row(query, {})[0])
