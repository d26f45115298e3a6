"""Stretch: some of a part's persons, one after the other, as if they were a part of their own.

Questions are asked stretch by stretch: what is computed on the way then fits into the processor's cache.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.population.layout import PERSON
from service.population.part import Attribute, Part, Ragged, Shown
from slotwise.strings import StringTable

PERSONS = 50_000
"""Persons of one stretch."""


class Stretch(Part):
    """The rows [start, stop) of a part; row 0 is the part's row `start`."""

    def __init__(self, part: Part, start: int, stop: int):
        self.folder, self.told = part.folder, part.told
        self._part, self._start, self._stop = part, start, min(stop, len(part))

    def __len__(self) -> int:
        return self._stop - self._start

    def array(self, name: str) -> NDArray[Any]:
        """Return a column of these persons."""
        found = self._part.array(name)
        if name in PERSON:
            return found[self._start : self._stop]
        if name.startswith("hidden."):
            rows = self._part.array("hidden.row")
            mine = (rows >= self._start) & (rows < self._stop)
            return found[mine] - self._start if name == "hidden.row" else found[mine]
        return found

    @cached_property
    def ids(self) -> StringTable:
        """The ids of these persons."""
        table = self._part.ids
        return StringTable(table.data, table.offsets[self._start : self._stop + 1])

    @cached_property
    def history(self) -> Ragged:
        """The interactions of these persons."""
        return Ragged(*self._ragged(self._part.history))

    @cached_property
    def shown(self) -> Shown:
        """What these persons were shown."""
        return Shown(*self._ragged(self._part.shown))

    @property
    def products(self) -> StringTable:
        """The names of the whole part."""
        return self._part.products

    @property
    def contents(self) -> StringTable:
        """The names of the whole part."""
        return self._part.contents

    def strings(self, stem: str) -> StringTable:
        """Return a table of strings of the whole part."""
        return self._part.strings(stem)

    def attribute(self, name: str) -> Attribute | None:
        """Return an attribute of these persons."""
        found = self._part.attribute(name)
        if found is None:
            return None
        mine = slice(self._start, self._stop)
        return Attribute(found.codes[mine], found.values, None if found.numbers is None else found.numbers[mine])

    def find(self, person_id: str) -> int:
        """Return the row of one of these persons, -1 for another one."""
        row = self._part.find(person_id)
        return row - self._start if self._start <= row < self._stop else -1

    def _ragged(self, whole: Ragged | Shown) -> Iterator[NDArray[Any]]:
        offsets = np.asarray(whole.offsets[self._start : self._stop + 1])
        first, last = int(offsets[0]), int(offsets[-1])
        yield offsets - first
        for column in whole[1:]:
            yield column[first:last]


def stretches(part: Part, persons: int = PERSONS) -> Iterator[tuple[Part, slice]]:
    """Yield a part stretch by stretch, with where each lies in it."""
    for start in range(0, len(part), persons):
        found = Stretch(part, start, start + persons)
        yield found, slice(start, start + len(found))
