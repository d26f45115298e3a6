"""Questions about everybody: sizes and members of audiences, counts and overlaps of tags, at one moment."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from service.population.columns import Asking, PersonColumns
from service.population.store import Population
from service.population.stretch import stretches
from slotwise.conditions import Condition, Mask
from slotwise.documents.audiences import Audience
from slotwise.errors import UnknownAudienceError

T = TypeVar("T")
THREADS = 2
"""Threads that a question is worked on by; numpy and the kernels let them run at once."""
_FEW = 3
"""Tags up to which each is counted by itself instead of all in one pass."""
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
        return [
            (PersonColumns(part, self.asking), each.rows[rows])
            for each in self.population.living()
            for part, rows in stretches(each.part)
        ]

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

        def count(columns: PersonColumns, rows: Mask) -> tuple[int, int]:
            mine = columns.members(name) & rows
            return int(np.count_nonzero(mine)), int(np.count_nonzero(columns.held_out(name, mine)))

        found = self._over(count)
        return Size(sum(members for members, _ in found), sum(held for _, held in found), self.persons)

    def size_of(self, condition: Condition) -> Size:
        """Return how many persons a condition is true of."""
        found = self._over(lambda columns, rows: int(np.count_nonzero(condition.over(columns) & rows)))
        return Size(sum(found), 0, self.persons)

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
        found = self._over(lambda columns, rows: np.count_nonzero(columns.tags.held[rows], axis=0))
        counts = np.sum([np.zeros(len(names), np.int64), *found], axis=0)
        return dict(zip(names, counts.tolist(), strict=True))

    def overlap(self, names: Sequence[str]) -> NDArray[np.int64]:
        """int64 (k, k): how many persons are in both of two audiences or hold both tags; on the diagonal, in each.

        Audiences and tags by their names, an audience before a tag of the same name; raises UnknownAudienceError.
        """
        self._check_names(names)

        def count(columns: PersonColumns, rows: Mask) -> NDArray[np.int64]:
            if sum(each in self._tag_names for each in names) > _FEW:
                _ = columns.tags.held
            packed = np.array([np.packbits(self._holders(columns, each) & rows) for each in names])
            return np.array([np.bitwise_count(packed & mine).sum(axis=1, dtype=np.int64) for mine in packed])

        shape = (len(names), len(names))
        return np.sum([np.zeros(shape, np.int64), *self._over(count)], axis=0)

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

    def _check_names(self, names: Sequence[str]) -> None:
        known = [*self.asking.plan.audiences.entries, *self._tag_names]
        for name in names:
            if name not in known:
                raise UnknownAudienceError("there is no such audience and no such live tag", expected=known, given=name)

    def _holders(self, columns: PersonColumns, name: str) -> Mask:
        if name in self.asking.plan.audiences.entries:
            return columns.members(name)
        return columns.tags.having(name)

    def _over(self, work: Callable[[PersonColumns, Mask], T]) -> list[T]:
        """Return what some work gives of each stretch; the stretches are worked on by several threads."""
        with ThreadPoolExecutor(THREADS) as pool:
            return list(pool.map(lambda piece: work(*piece), self._parts))
