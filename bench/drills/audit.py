"""The audit: what was acknowledged against what is stored, and every person's state against the raw log."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from service.settings import read_settings
from service.stores.tables import EVENTS
from service.wiring import wire


@dataclass(frozen=True)
class Found:
    """Counts of events; all but `acknowledged` and `stored` have to be 0."""

    acknowledged: int
    stored: int
    lost: int
    """Acknowledged and not in the log."""
    twice: int
    """In the log or in a person's state more often than they happened."""
    uncounted: int
    """In the log, but not in the person's state."""

    @property
    def kept(self) -> bool:
        """Whether the promise was kept."""
        return not (self.lost or self.twice or self.uncounted)


def audit(acknowledged: set[str], folder: Path, environment: dict[str, str]) -> Found:
    """Compare; the server does not run any more."""
    own = {name: value for name, value in environment.items() if name.startswith("SLOTWISE_")}
    service = wire(read_settings({**own, "SLOTWISE_DATA_DIR": str(folder)}))
    rows = service.database.rows(select(EVENTS.c.event_id, EVENTS.c.person_id).where(EVENTS.c.repeated == 0), {})
    persons = {row.person_id for row in rows}
    states = {each: sum(service.states.get(each).totals) for each in persons}
    service.database.close()
    return compare(acknowledged, [(row.event_id, row.person_id) for row in rows], states)


def compare(acknowledged: set[str], log: list[tuple[str, str]], states: dict[str, int]) -> Found:
    """Count: `log` holds event and person ids, `states` how many events each person's state has counted."""
    stored = {event for event, _ in log}
    happened = Counter(dict(log).values())
    return Found(
        acknowledged=len(acknowledged),
        stored=len(stored),
        lost=len(acknowledged - stored),
        twice=len(log) - len(stored) + sum(max(states[each] - happened[each], 0) for each in states),
        uncounted=sum(max(happened[each] - states.get(each, 0), 0) for each in happened),
    )
