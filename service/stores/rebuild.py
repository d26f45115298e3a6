"""Rebuild: every person's state folded anew from the log, a few persons at a time, and held against the live one."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, bindparam, func, or_, select, text

from service.stores import base_rows
from service.stores.database import Database
from service.stores.event_rows import READ, to_event
from service.stores.locks import alone
from service.stores.states import States
from service.stores.tables import EVENTS, STATES
from slotwise import person
from slotwise.errors import StateError
from slotwise.person import PersonState
from slotwise.person_packing import unpack

_PERSONS = 200
"""Persons that are folded in one transaction."""
_AT_ONCE = 2_000
"""Events that are fetched at a time."""
_NAMED = 100
"""Most differences that are named; the others are counted."""
_EVENTS = text(
    f"SELECT {READ} FROM events WHERE person_id IN :leaves AND repeated = 0 ORDER BY person_id, occurred_at"
).bindparams(bindparam("leaves", expanding=True))

Progress = Callable[[int], None]
"""Is told how many persons have been looked at."""


@dataclass(frozen=True)
class Difference:
    """A person whose live state is not the fold of the log, and the fields in which it differs."""

    person_id: str
    fields: tuple[str, ...]


@dataclass
class Rebuilt:
    """How many persons and events were folded, how many states differed, and the first of those."""

    persons: int = 0
    events: int = 0
    differing: int = 0
    named: list[Difference] = field(default_factory=list)

    def differs(self, difference: Difference) -> None:
        """Count a difference."""
        self.differing += 1
        if len(self.named) < _NAMED:
            self.named.append(difference)


class Rebuild:
    """Folds all states anew; memory is bounded by the states of a few persons, however long the log is."""

    def __init__(self, database: Database, states: States):
        self._database = database
        self._states = states

    def check(self, progress: Progress = lambda count: None) -> Rebuilt:
        """Compare every state with the fold of the log and change nothing; raise StoreError or StateError."""
        done = Rebuilt()
        for roots in self._pages():
            with self._database.snapshot() as connection:
                self._compare(connection, roots, done)
            progress(done.persons)
        return done

    def run(self, progress: Progress = lambda count: None) -> Rebuilt:
        """Put the fold of the log in the place of every state that differs from it; raise StoreError or StateError.

        Events may come in beside it. States are changed a few persons at a time, and can be rebuilt again at any time.
        """
        done = Rebuilt()
        for roots in self._pages():
            with self._database.write() as connection:
                alone(connection)
                last = int(connection.execute(select(func.max(EVENTS.c.seq))).scalar() or 0)
                self._states.put(connection, self._compare(connection, roots, done), last)
            progress(done.persons)
        return done

    def _pages(self) -> Iterator[list[str]]:
        """Yield all persons: those with a state, and after them those who have events only."""
        roots = select(STATES.c.person_id).where(STATES.c.merged_into.is_(None))
        lost = (
            select(EVENTS.c.person_id)
            .join_from(EVENTS, STATES, EVENTS.c.person_id == STATES.c.person_id, isouter=True)
            .where(STATES.c.person_id.is_(None), EVENTS.c.person_id != "")
            .group_by(EVENTS.c.person_id)
        )
        for query, column in ((roots, STATES.c.person_id), (lost, EVENTS.c.person_id)):
            after = ""
            while found := self._database.rows(query.where(column > after).order_by(column).limit(_PERSONS), {}):
                after = found[-1][0]
                yield [row[0] for row in found]

    def _compare(self, connection: Connection, roots: Sequence[str], done: Rebuilt) -> list[PersonState]:
        """Return the states of persons as folded from the log, where they differ from the stored ones."""
        found = connection.execute(
            select(STATES).where(or_(STATES.c.person_id.in_(roots), STATES.c.merged_into.in_(roots)))
        )
        rows = {row.person_id: row for row in found}
        # Whoever was merged since the page was read is a part of somebody on another page.
        still = [each for each in roots if each not in rows or rows[each].merged_into is None]
        folded = self._fold(connection, still, rows, done)
        done.persons += len(still)
        wrong = []
        for root, state in folded.items():
            live = _live(rows.get(root))
            names = tuple(
                each.name for each in fields(state) if getattr(state, each.name) != getattr(live, each.name, None)
            )
            if names and not (live is None and state == person.empty(root)):
                done.differs(Difference(root, names if live is not None else ("state",)))
                wrong.append(state)
        return wrong

    def _fold(
        self, connection: Connection, roots: Sequence[str], rows: Mapping[str, Any], done: Rebuilt
    ) -> dict[str, PersonState]:
        owners = {name: row.merged_into or name for name, row in rows.items()} | {name: name for name in roots}
        states = {root: person.empty(root) for root in roots}
        bases = base_rows.by_id(connection.execute(base_rows.wanted(rows)))
        for name in sorted(bases, key=lambda name: (rows[name].merged_into is not None, name)):
            if owners[name] in states:
                states[owners[name]] = person.join(states[owners[name]], bases[name][0])
        leaves = [name for name, owner in owners.items() if owner in states]
        for start in range(0, len(leaves), _PERSONS):
            given = {"leaves": leaves[start : start + _PERSONS]}
            events = connection.execution_options(yield_per=_AT_ONCE).execute(_EVENTS, given)
            for leaf, theirs in groupby(events, key=lambda row: row.person_id):
                after = bases[leaf][1] if leaf in bases else 0
                states[owners[leaf]] = self._applied(states[owners[leaf]], theirs, after, done)
        return {root: replace(state, person_id=root) for root, state in states.items()}

    def _applied(self, state: PersonState, rows: Iterator[Any], after: int, done: Rebuilt) -> PersonState:
        for row in rows:
            if row.seq > after:
                state = person.apply(state, to_event(row))
                done.events += 1
        return state


def _live(row: Any) -> PersonState | None:
    if row is None:
        return None
    try:
        return unpack(row.state)
    except StateError:
        # A damaged state is one that differs.
        return None
