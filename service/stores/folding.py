"""Folding a batch into its persons' states: each state is read, folded and packed once, whatever the batch brings.

Most of the work is done before the write lock is taken, on states as they are then. Under the lock a state's revision
tells whether that still holds; where it does not, or where the log refused some of the events, it is done again.
"""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from service.log import logger
from service.stores.log_sql import LogSql, Standing
from slotwise import person
from slotwise.errors import StateError
from slotwise.events import Event
from slotwise.person import PersonState
from slotwise.person_folding import fold_packed
from slotwise.person_packing import pack

_log = logger("stores")
ABSENT = Standing(-1)
"""How a state stands that is not stored."""


class Stored(NamedTuple):
    """Packed states as they were read, and the database's version before that, None where it has none."""

    states: Mapping[str, tuple[Standing, bytes]]
    version: object = None


class Written(NamedTuple):
    """A state as it was stored; `seq` is the last place of the log that is folded in."""

    person_id: str
    blob: bytes
    revision: int
    seq: int


@dataclass(frozen=True, slots=True)
class Folded:
    """A state with events folded in, and how it stood before."""

    standing: Standing
    before: bytes
    events: list[Event]
    blob: bytes


@dataclass(frozen=True, slots=True)
class Draft:
    """States with a batch folded in: by owner, and who owns the events of each person that was merged.

    `standing` is how those stood that were stored, as of a `version` of the database.
    """

    folded: Mapping[str, Folded]
    owners: Mapping[str, str]
    standing: Mapping[str, Standing] = field(default_factory=dict)
    version: object = None

    def owner(self, person_id: str) -> str:
        """Return whose state a person's events are folded into."""
        return self.owners.get(person_id, person_id)

    def persons(self, person_ids: Iterable[str]) -> set[str]:
        """Return these persons and those whom they were merged into."""
        return {each for name in person_ids for each in (name, self.owner(name))}

    def holds(self, standing: Mapping[str, Standing], person_ids: Iterable[str]) -> bool:
        """Tell whether these persons are still merged as they were."""
        return all(standing.get(each, ABSENT).merged_into == self.owners.get(each) for each in person_ids)

    def by_owner(self, events: Iterable[Event]) -> dict[str, list[Event]]:
        """Return the events by the person whose state they are folded into, in their order; nobody's are left out."""
        found: dict[str, list[Event]] = {}
        for each in events:
            if each.person_id:
                found.setdefault(self.owner(each.person_id), []).append(each)
        return found


Refold = Callable[[str], PersonState]
"""Folds a person's state anew from the log."""
Read = Callable[[Sequence[str]], Stored]
"""Reads the states of persons that are stored."""


def draft(read: Read, events: Sequence[Event]) -> Draft:
    """Return the states after a batch, as things stand without a lock; damaged ones are left out."""
    found = read(list({each.person_id for each in events if each.person_id}))
    stored = dict(found.states)
    owners = {name: root for name, (standing, _) in stored.items() if (root := standing.merged_into) is not None}
    if owners:
        stored |= read(list(set(owners.values()))).states
    empty = Draft({}, owners)
    folded = {name: _folded(name, stored.get(name), mine) for name, mine in empty.by_owner(events).items()}
    standing = {name: each for name, (each, _) in stored.items()}
    return Draft({name: each for name, each in folded.items() if each is not None}, owners, standing, found.version)


def fold(
    sql: LogSql,
    driver: Any,
    drafted: Draft,
    standing: Mapping[str, Standing],
    events: Sequence[Event],
    seq: int,
    refold: Refold,
) -> list[Written]:
    """Store the states after the events that were accepted, within a transaction; return what was written.

    `standing` is how the persons stand under the lock, `seq` the last place of the log that is folded in. A damaged
    state is what `refold` makes of the log, where the events are already. Raises an error of the driver.
    """
    mine = drafted.by_owner(events)
    moved = [name for name in mine if not _current(drafted.folded.get(name), standing.get(name, ABSENT))]
    current = sql.states(driver, moved) if moved else {}
    fresh = {name: _folded(name, current.get(name), mine[name]) for name in moved}
    written = []
    for name, each in mine.items():
        found = fresh[name] if name in fresh else drafted.folded[name]
        if found is None:
            _log.error("state damaged, folded anew from the log", person=name)
            blob = pack(refold(name))
        else:
            blob = found.blob if _same(found.events, each) else fold_packed(found.before, each)
        revision = standing.get(name, ABSENT).revision
        written.append(Written(name, blob, next_revision(revision), seq))
    sql.put(driver, written)
    return written


def next_revision(revision: int, clock: Callable[[], float] = time.time) -> int:
    """Return the revision after another: the moment of the write in ms UTC, and always more than the one before.

    A moment rather than a count, so that a state that was deleted and made anew is newer than every copy of the old.
    """
    return max(revision + 1, int(clock() * 1_000))


def _folded(name: str, stored: tuple[Standing, bytes] | None, events: list[Event]) -> Folded | None:
    """Return a state with events folded in, None when it is damaged."""
    standing, before = stored or (ABSENT, pack(person.empty(name)))
    try:
        return Folded(standing, before, events, fold_packed(before, events))
    except StateError:
        return None


def _current(folded: Folded | None, standing: Standing) -> bool:
    return folded is not None and folded.standing.revision == standing.revision


def _same(drafted: list[Event], events: list[Event]) -> bool:
    return len(drafted) == len(events) and all(one is other for one, other in zip(drafted, events, strict=True))
