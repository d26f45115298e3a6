"""Events: the append-only log, and the fold of each person's state in the same transaction."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select

from service.stores import folding
from service.stores.adding import Adding, Admit, OvertakenError
from service.stores.connections import driver_of
from service.stores.database import Database
from service.stores.event_rows import READ, to_stored
from service.stores.new_events import Attributed, NewEvent, Status, Stored, Verdict
from service.stores.rejected import Refusal
from service.stores.states import States
from service.stores.tables import EVENTS
from slotwise.errors import StoreError

__all__ = ["Admit", "Attributed", "Events", "NewEvent", "Status", "Stored", "Verdict"]

_TRIES = 5
"""How often a batch is begun anew because another process was faster with one of its events."""
_SINCE = (
    f"SELECT {READ} FROM events WHERE seq > ? AND seq <= ? AND occurred_at >= ? AND repeated = 0 ORDER BY seq LIMIT ?"
)


class Events:
    """The log of events. `admit` looks at each batch within its transaction, before anything of it is stored."""

    def __init__(self, database: Database, states: States, admit: Admit | None = None):
        self._database = database
        self._states = states
        self.admit = admit

    def add(
        self,
        new: Sequence[NewEvent],
        windows: Mapping[str, int] | None = None,
        refusals: Sequence[Refusal] = (),
        keep_refused: bool = True,
    ) -> list[Verdict]:
        """Store events and fold them into their persons' states, all or none; raise StoreError.

        Returns a verdict for each, in order; an event id counts once. `windows` is how long after an exposure an event
        may be attributed to it, ms, by touchpoint. `refusals` are kept in the same transaction, and so is what is
        refused here unless `keep_refused` is false.
        """
        for attempt in range(_TRIES if new or refusals else 0):
            draft = folding.draft(self._states.stored, [each.event for each in new])
            adding = Adding(self._database.log, new, windows or {}, draft, self.admit, refusals, keep_refused)
            try:
                with self._database.write() as connection:
                    verdicts, written = adding.run(connection, driver_of(connection))
                    self._states.note(connection, written)
                return verdicts
            except OvertakenError:
                continue
            except StoreError as error:
                if attempt + 1 == _TRIES or not self._database.again(error):
                    raise
        if new or refusals:
            raise StoreError("other processes keep storing the same events", hint="try again")
        return []

    def digests(self, event_ids: Collection[str]) -> dict[str, bytes | None]:
        """Return the digests of those events that are in the log; raise StoreError."""
        query = select(EVENTS.c.event_id, EVENTS.c.digest).where(EVENTS.c.event_id.in_(event_ids))
        return {row.event_id: row.digest for row in self._database.rows(query, {})}

    def since(self, seq: int, occurred_at: int, limit: int) -> list[Stored]:
        """Return at most `limit` events after a place of the log that occurred at or after a moment (ms UTC).

        Repeated exposures are left out: they count nowhere. Nothing comes in later at a place before the last one
        returned. Raises StoreError.
        """
        rows = self._database.quick_rows(_SINCE, (seq, self.last(), occurred_at, limit))
        return [to_stored(row) for row in rows]

    def last(self) -> int:
        """Return the place of the log up to which nothing can come in any more, 0 when it is empty; raise StoreError.

        It is the last place, unless a transaction that has taken a place before it is still under way.
        """
        return self._database.log.settled(self._database.quick_rows)
