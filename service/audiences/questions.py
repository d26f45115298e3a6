"""Questions about everybody: sizes and members of audiences, counts and overlaps of tags, at one moment."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from service.population.columns import Asking, PersonColumns
from service.population.store import Population
from slotwise.conditions import Condition, Mask
from slotwise.documents.audiences import Audience
from slotwise.errors import UnknownAudienceError

EVERYBODY = 0.98
"""Share of all persons from which on an audience or a tag tells hardly anybody apart."""


class Size(NamedTuple):
    """How many persons a condition is true of, and how many of them are held out."""

    members: int
    held_out: int
    persons: int

    @property
    def everybody(self) -> bool:
        """Whether that is nearly everybody there is."""
        return self.persons > 0 and self.members >= EVERYBODY * self.persons


@dataclass
class Questions:
    """What can be asked of a population with a configuration at a moment; what was computed once is kept."""

    population: Population
    asking: Asking

    @cached_property
    def _parts(self) -> list[tuple[PersonColumns, Mask]]:
        return [(PersonColumns(each.part, self.asking), each.rows) for each in self.population.living()]

    @cached_property
    def persons(self) -> int:
        """How many persons there are."""
        return sum(int(np.count_nonzero(rows)) for _, rows in self._parts)

    def audience(self, name: str) -> Audience:
        """Return an audience; raise UnknownAudienceError."""
        found = self.asking.plan.audiences.entries.get(name)
        if found is None:
            known = sorted(self.asking.plan.audiences.entries)
            raise UnknownAudienceError("there is no such audience", expected=known, given=name)
        return found

    def size(self, name: str) -> Size:
        """Return how many persons an audience has; raise UnknownAudienceError."""
        self.audience(name)
        members = held = 0
        for columns, rows in self._parts:
            mine = columns.members(name) & rows
            members += int(np.count_nonzero(mine))
            held += int(np.count_nonzero(columns.held_out(name, mine)))
        return Size(members, held, self.persons)

    def size_of(self, condition: Condition) -> Size:
        """Return how many persons a condition is true of."""
        members = sum(int(np.count_nonzero(condition.over(columns) & rows)) for columns, rows in self._parts)
        return Size(members, 0, self.persons)

    def members(self, name: str) -> Iterator[tuple[PersonColumns, NDArray[np.intp], Mask]]:
        """Yield the rows of each part's members, intp (k,), and who of them is held out, bool (k,)."""
        self.audience(name)
        for columns, living in self._parts:
            rows = np.flatnonzero(columns.members(name) & living)
            yield columns, rows, columns.held_out(name, columns.members(name) & living)[rows]

    def rows_of(self, condition: Condition) -> Iterator[tuple[PersonColumns, NDArray[np.intp]]]:
        """Yield the rows of each part's persons of whom a condition is true, intp (k,)."""
        for columns, living in self._parts:
            yield columns, np.flatnonzero(condition.over(columns) & living)

    def tags(self) -> dict[str, int]:
        """Return how many persons hold each live tag."""
        names = self._tag_names
        counts = np.zeros(len(names), np.int64)
        for columns, rows in self._parts:
            counts += np.count_nonzero(columns.tags.held[rows], axis=0)
        return dict(zip(names, counts.tolist(), strict=True))

    def overlap(self, names: Sequence[str]) -> NDArray[np.int64]:
        """int64 (k, k): how many persons are in both of two audiences or hold both tags; on the diagonal, in each.

        Audiences and tags by their names, an audience before a tag of the same name; raises UnknownAudienceError.
        """
        found = np.zeros((len(names), len(names)), np.int64)
        for columns, rows in self._parts:
            packed = np.array([np.packbits(self._holders(columns, each) & rows) for each in names])
            for place, mine in enumerate(packed):
                found[place] += np.bitwise_count(packed & mine).sum(axis=1, dtype=np.int64)
        return found

    def preview(self, name: str, most: int) -> list[dict[str, Any]]:
        """Return some members, spread over everybody, with what the condition read of them; raise as `size` does."""
        when = self.audience(name).when
        read = sorted(when.names | {each.key for each in when.calls})
        found: list[dict[str, Any]] = []
        for columns, rows, held in self.members(name):
            chosen = np.unique(np.linspace(0, len(rows) - 1, min(most, len(rows))).astype(np.int64))
            for place in chosen.tolist():
                row = int(rows[place])
                facts = {each: columns.value(each, row) for each in read}
                told = {"person_id": columns.part.ids[row], "held_out": bool(held[place]), "facts": facts}
                found.append(told)
        return found[:most]

    @property
    def _tag_names(self) -> tuple[str, ...]:
        return self.asking.plan.table(self.asking.catalog).names

    def _holders(self, columns: PersonColumns, name: str) -> Mask:
        if name in self.asking.plan.audiences.entries:
            return columns.members(name)
        if name not in self._tag_names:
            known = [*self.asking.plan.audiences.entries, *self._tag_names]
            raise UnknownAudienceError("there is no such audience and no such live tag", expected=known, given=name)
        return columns.tags.having(name)
