"""Merges: two persons become one, with a record of when, through what and on whose word, and can be parted again.

Events are never touched: they keep the ids they came with. A merge joins the two states; undoing it folds the events
of either side anew, so both are exactly as if the merge had never been.
"""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, or_, select, update

from service.stores.database import Database
from service.stores.identities import members, roots
from service.stores.refold import refold
from service.stores.states import States
from service.stores.tables import MERGES, STATES
from slotwise import person
from slotwise.errors import MergeError
from slotwise.person_packing import pack, unpack


class Word(NamedTuple):
    """On whose word persons are one: `at` ms UTC, `cause` event, proof or call, `source` an event's id, `by` a key."""

    at: int
    cause: str
    source: str | None = None
    by: str | None = None


@dataclass(frozen=True)
class Merge:
    """One merge: `child` became part of `parent`, through an identifier (`via`, as `namespace:value`) or directly."""

    merge_id: str
    at: int
    child: str
    parent: str
    via: str | None
    cause: str
    source: str | None
    by: str | None
    undone_at: int | None
    undone_by: str | None


class Merges:
    """Merges persons and parts them again; every change is the caller's transaction, with nobody folding beside it."""

    def __init__(self, database: Database, states: States):
        self._database = database
        self._states = states

    def merge(self, connection: Connection, child: str, parent: str, via: str | None, word: Word) -> str:
        """Make one root part of another, and return the merge's id."""
        self._there(connection, (child, parent))
        one, other = self._state(connection, parent), self._state(connection, child)
        self._move(connection, members(connection, child), parent)
        self._states.put(connection, [person.join(one[0], other[0])], max(one[1], other[1]))
        merge_id = f"m_{secrets.token_hex(12)}"
        row = {"merge_id": merge_id, "child": child, "parent": parent, "via": via, **word._asdict()}
        connection.execute(MERGES.insert(), row)
        return merge_id

    def undo(self, connection: Connection, merge_id: str, at: int, by: str | None) -> tuple[str, str]:
        """Part what a merge made one, and return the two roots, the one that remained first; raise MergeError."""
        merge = connection.execute(select(MERGES).where(MERGES.c.merge_id == merge_id)).first()
        if merge is None or merge.undone_at is not None:
            raise MergeError("there is no such link or merge in force", given=merge_id)
        undone = update(MERGES).where(MERGES.c.merge_id == merge_id).values(undone_at=at, undone_by=by)
        connection.execute(undone)
        root = roots(connection, [merge.child])[merge.child]
        everybody = members(connection, root)
        gone = self._below(connection, merge.child, everybody)
        self._move(connection, [each for each in gone if each != merge.child], merge.child)
        connection.execute(update(STATES).where(STATES.c.person_id == merge.child).values(merged_into=None))
        stayed = [each for each in everybody if each not in gone]
        seq = self._state(connection, root)[1]
        parted = [refold(connection, stayed), refold(connection, [merge.child, *sorted(gone - {merge.child})])]
        self._states.put(connection, parted, seq)
        return root, merge.child

    def of(self, ids: Sequence[str]) -> list[Merge]:
        """Return all merges of a person's ids, those that were undone too, in the order of time; raise StoreError."""
        wanted = or_(MERGES.c.child.in_(ids), MERGES.c.parent.in_(ids))
        rows = self._database.rows(select(MERGES).where(wanted).order_by(MERGES.c.at, MERGES.c.merge_id), {})
        return [Merge(**row._mapping) for row in rows]

    def _below(self, connection: Connection, child: str, everybody: Sequence[str]) -> set[str]:
        """All ids that came to the person with `child`, itself among them."""
        wanted = select(MERGES.c.child, MERGES.c.parent).where(
            MERGES.c.undone_at.is_(None), MERGES.c.child.in_(everybody)
        )
        children: dict[str, list[str]] = {}
        for row in connection.execute(wanted):
            children.setdefault(row.parent, []).append(row.child)
        found, waiting = {child}, [child]
        while waiting:
            new = [each for each in children.get(waiting.pop(), []) if each not in found]
            found.update(new)
            waiting += new
        return found

    def _there(self, connection: Connection, ids: Iterable[str]) -> None:
        known = {row[0] for row in connection.execute(select(STATES.c.person_id).where(STATES.c.person_id.in_(ids)))}
        self._states.put(connection, [person.empty(each) for each in ids if each not in known])

    def _state(self, connection: Connection, root: str) -> Any:
        row = connection.execute(select(STATES.c.state, STATES.c.seq).where(STATES.c.person_id == root)).one()
        return unpack(row.state), row.seq

    def _move(self, connection: Connection, ids: Sequence[str], root: str) -> None:
        """Let ids belong to a root: each leads there, and has no state of its own any more."""
        self._states.put_packed(connection, [(each, pack(person.empty(root))) for each in ids])
        if ids:
            connection.execute(update(STATES).where(STATES.c.person_id.in_(ids)).values(merged_into=root))


def brought_together(connection: Connection, via: str) -> int:
    """Return how many merges in force an identifier has caused."""
    wanted = select(func.count()).select_from(MERGES).where(MERGES.c.via == via, MERGES.c.undone_at.is_(None))
    return int(connection.execute(wanted).scalar_one())


def was_undone(connection: Connection, via: str, ids: Sequence[str]) -> bool:
    """Tell whether somebody has parted what the identifier had brought together with one of these ids."""
    wanted = select(MERGES.c.merge_id).where(
        MERGES.c.via == via,
        MERGES.c.undone_at.is_not(None),
        or_(MERGES.c.parent.in_(ids), MERGES.c.child.in_(ids)),
    )
    return connection.execute(wanted.limit(1)).first() is not None


def ever_merged(connection: Connection, child: str) -> bool:
    """Tell whether an id was ever merged into another, undone or not."""
    return connection.execute(select(MERGES.c.merge_id).where(MERGES.c.child == child).limit(1)).first() is not None
