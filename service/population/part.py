"""Part: the columns of some persons, mapped into memory."""

import json
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from service.population.layout import FORMAT, key_of
from service.population.names import read_strings
from slotwise.errors import PopulationError
from slotwise.strings import StringTable


class Ragged(NamedTuple):
    """Lists of rows: those of person i lie in [offsets[i], offsets[i + 1])."""

    offsets: NDArray[np.int64]
    time: NDArray[np.int64]
    product: NDArray[np.int32]
    kind: NDArray[np.int8]
    value: NDArray[np.float64]


class Shown(NamedTuple):
    """Exposures in the same way."""

    offsets: NDArray[np.int64]
    time: NDArray[np.int64]
    content: NDArray[np.int32]
    product: NDArray[np.int32]
    dismissed: NDArray[np.bool_]


class Part:
    """n persons in the order of the database. Arrays are mapped: read, do not write. Raises PopulationError."""

    def __init__(self, folder: Path, mode: Literal["r", "r+"] = "r"):
        self.folder, self._mode = folder, mode
        self._arrays: dict[str, NDArray[Any]] = {}
        self._attributes: dict[str, Attribute] = {}
        try:
            self.told: dict[str, Any] = json.loads((folder / "part.json").read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise PopulationError(
                f"{folder} cannot be read: {error}", hint="slotwise audience refresh --anew"
            ) from error
        if self.told.get("format") != FORMAT:
            raise PopulationError(f"{folder} has another format", expected=FORMAT, given=self.told.get("format"))

    def __len__(self) -> int:
        return int(self.told["persons"])

    def array(self, name: str) -> NDArray[Any]:
        """Map a column by its name; raise PopulationError."""
        if name not in self._arrays:
            self._arrays[name] = self._map(name)
        return self._arrays[name]

    def _map(self, name: str) -> NDArray[Any]:
        try:
            found: NDArray[Any] = np.load(self.folder / f"{name}.npy", mmap_mode=self._mode)
        except (OSError, ValueError) as error:
            # Nothing can be mapped of a file without rows.
            found = self._empty(name, error)
        return found

    @cached_property
    def ids(self) -> StringTable:
        """The persons' ids; those of erased persons are blank."""
        return self.strings("ids")

    @cached_property
    def history(self) -> Ragged:
        """The persons' interactions."""
        return Ragged(*(self.array(f"history.{name}") for name in Ragged._fields))

    @cached_property
    def shown(self) -> Shown:
        """What the persons were shown."""
        return Shown(*(self.array(f"shown.{name}") for name in Shown._fields))

    @cached_property
    def products(self) -> StringTable:
        """The names that `history.product` and `shown.product` stand for."""
        return self.strings("products")

    @cached_property
    def contents(self) -> StringTable:
        """The names that `shown.content` stands for."""
        return self.strings("contents")

    def strings(self, stem: str) -> StringTable:
        """Map a table of strings; raise PopulationError."""
        try:
            return read_strings(self.folder, stem)
        except (OSError, ValueError):
            return StringTable(self.array(f"{stem}.data"), self.array(f"{stem}.offsets"))

    def attribute(self, name: str) -> "Attribute | None":
        """Return an attribute's columns, None where nobody has it."""
        if name not in self.told["attributes"]:
            return None
        if name not in self._attributes:
            place = self.told["attributes"].index(name)
            numbers = self.array(f"attribute.{place}.number") if name in self.told["numbers"] else None
            values = self.strings(f"attribute.{place}.values")
            self._attributes[name] = Attribute(self.array(f"attribute.{place}.code"), tuple(values), numbers)
        return self._attributes[name]

    def find(self, person_id: str) -> int:
        """Return the row of a person, -1 for one who is not here."""
        key = np.uint64(key_of(person_id))
        order = self._by_key
        place = int(np.searchsorted(self._keys, key, sorter=order))
        while place < len(order) and self._keys[order[place]] == key:
            row = int(order[place])
            if self.ids[row] == person_id:
                return row
            place += 1
        return -1

    @cached_property
    def _keys(self) -> NDArray[np.uint64]:
        return self.array("key")

    @cached_property
    def _by_key(self) -> NDArray[np.intp]:
        return np.argsort(self._keys, kind="stable")

    def _empty(self, name: str, error: Exception) -> NDArray[Any]:
        path = self.folder / f"{name}.npy"
        try:
            found: NDArray[Any] = np.load(path)
        except (OSError, ValueError, EOFError):
            raise PopulationError(f"{path} cannot be read: {error}", hint="slotwise audience refresh --anew") from error
        return found


class Attribute(NamedTuple):
    """One attribute of n persons: codes int32 (n,) of texts (-1: none), numbers float64 (n,) (NaN: none), or None."""

    codes: NDArray[np.int32]
    values: tuple[str, ...]
    numbers: NDArray[np.float64] | None
