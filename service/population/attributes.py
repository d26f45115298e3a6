"""Attributes as columns: every name has one of codes, and one of numbers where any person has a number under it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from service.population.column_file import ColumnFile
from service.population.layout import MOST_ATTRIBUTES
from service.population.names import Names

MISSING = -1
"""Code of a person without a text under that name; a missing number is NaN."""


@dataclass
class _Attribute:
    codes: ColumnFile
    names: Names
    numbers: ColumnFile | None = None


class Attributes:
    """Writes `attribute.<place>.code.npy` int32 and `.number.npy` float64 for the names in the order of their coming.

    A name that comes up late is missing for everybody before; those beyond the limit are only counted.
    """

    def __init__(self, folder: Path):
        self._folder = folder
        self._found: dict[str, _Attribute] = {}
        self._left_out: set[str] = set()

    def add(self, rows: Sequence[Mapping[str, Any]], before: int) -> None:
        """Add the attributes of some persons, before whom there were so many others."""
        for name in dict.fromkeys(name for row in rows for name in row):
            found = self._attribute(name)
            if found is not None:
                self._column(found, [row.get(name) for row in rows], before)
        # Whoever is not mentioned in this batch has nothing under a name.
        self._level(before + len(rows))

    def close(self, persons: int) -> dict[str, Any]:
        """Finish the files and return the names, those that have numbers, and how many names were left out."""
        self._level(persons)
        numbers = []
        for place, (name, each) in enumerate(self._found.items()):
            each.codes.close()
            each.names.write(self._folder, f"attribute.{place}.values")
            if each.numbers is not None:
                each.numbers.close()
                numbers.append(name)
        return {"attributes": list(self._found), "numbers": numbers, "left_out": len(self._left_out)}

    def _attribute(self, name: str) -> _Attribute | None:
        if name in self._found:
            return self._found[name]
        if len(self._found) >= MOST_ATTRIBUTES:
            self._left_out.add(name)
            return None
        codes = ColumnFile(self._folder / f"attribute.{len(self._found)}.code.npy", "<i4")
        self._found[name] = _Attribute(codes, Names())
        return self._found[name]

    def _column(self, found: _Attribute, values: Sequence[Any], before: int) -> None:
        _fill(found.codes, before, MISSING)
        code = found.names.code
        found.codes.add(np.array([code(each) if isinstance(each, str) else MISSING for each in values], np.int32))
        numbers = [float(each) if isinstance(each, int | float) else np.nan for each in values]
        if found.numbers is None and any(each == each for each in numbers):
            place = list(self._found.values()).index(found)
            found.numbers = ColumnFile(self._folder / f"attribute.{place}.number.npy", "<f8")
        if found.numbers is not None:
            _fill(found.numbers, before, np.nan)
            found.numbers.add(np.array(numbers))

    def _level(self, persons: int) -> None:
        for each in self._found.values():
            _fill(each.codes, persons, MISSING)
            if each.numbers is not None:
                _fill(each.numbers, persons, np.nan)


def _fill(file: ColumnFile, until: int, value: float) -> None:
    if file.rows < until:
        file.add(np.full(until - file.rows, value))
