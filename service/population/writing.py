"""Writing a part: states come in one by one and go out as columns, few of them in memory at a time."""

import json
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from service.population.attributes import Attributes
from service.population.column_file import ColumnFile
from service.population.layout import FORMAT, HIDDEN, HISTORY, NEVER, NONE, PERSON, SHOWN, key_of
from service.population.names import Names
from service.population.rows import NOBODY, Row
from slotwise import layers
from slotwise.layers import Layer

_AT_ONCE = 10_000
"""Persons that are turned into columns together."""
_ID_BYTES = "ids.data"
_COLUMNS = {**PERSON, **HISTORY, **SHOWN, **HIDDEN}


class PartWriter:
    """Writes the columns of one part into an empty folder; the part is there when it is closed."""

    def __init__(self, folder: Path):
        folder.mkdir(parents=True)
        self._folder = folder
        self._files = {name: _file(folder, name, *kind) for name, kind in _COLUMNS.items()}
        self._files |= {name: _file(folder, name, "<i8", 0) for name in ("history.offsets", "shown.offsets")}
        self._files |= {
            _ID_BYTES: _file(folder, _ID_BYTES, "|u1", 0),
            "ids.offsets": _file(folder, "ids.offsets", "<i8", 0),
        }
        for name in ("history.offsets", "shown.offsets", "ids.offsets"):
            self._files[name].add(np.zeros(1, np.int64))
        self._products, self._contents, self._hidden = Names(), Names(), Names()
        self._attributes = Attributes(folder)
        self._waiting: list[tuple[str, int, Row | None]] = []
        self.persons = 0
        """Those that are written already."""

    def add(self, person_id: str, revision: int, row: Row | None) -> None:
        """Add a person; None for one of whom there is nothing to be asked: merged into another, or unreadable."""
        self._waiting.append((person_id, revision, row))
        if len(self._waiting) >= _AT_ONCE:
            self._flush()

    def __len__(self) -> int:
        return self.persons + len(self._waiting)

    def close(self) -> dict[str, Any]:
        """Finish all files and return what the part holds."""
        self._flush()
        for file in self._files.values():
            file.close()
        self._products.write(self._folder, "products")
        self._contents.write(self._folder, "contents")
        self._hidden.write(self._folder, "hidden")
        told = {"format": FORMAT, "persons": self.persons, **self._attributes.close(self.persons)}
        (self._folder / "part.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
        return told

    def _flush(self) -> None:
        rows, self._waiting = self._waiting, []
        if not rows:
            return
        states = [row or NOBODY for _, _, row in rows]
        self._write({
            "key": np.array([key_of(name) for name, _, _ in rows], np.uint64),
            "revision": [revision for _, revision, _ in rows],
            "alive": [row is not None for _, _, row in rows],
            "personalize": [each.personalize for each in states],
            "first_at": [NONE if each.first_at is None else each.first_at for each in states],
            "last_at": [NONE if each.last_at is None else each.last_at for each in states],
            "payer_at": [each.conversions[0] if each.conversions else NEVER for each in states],
            "second_at": [each.conversions[1] if len(each.conversions) > 1 else NEVER for each in states],
            "loyal_at": [_loyal_at(each) for each in states],
            "totals": [each.totals for each in states],
        })  # fmt: skip
        ids = [name.encode("utf-8", "surrogatepass") for name, _, _ in rows]
        self._files[_ID_BYTES].add(np.frombuffer(b"".join(ids), np.uint8))
        self._bounds("ids.offsets", self._files[_ID_BYTES].rows, [len(each) for each in ids])
        self._histories(states)
        self._shown(states)
        self._hide(states)
        self._attributes.add([each.attributes for each in states], self.persons)
        self.persons += len(rows)

    def _histories(self, rows: Sequence[Row]) -> None:
        code = self._products.code
        times, products, kinds, values, _ = (
            list(chain.from_iterable(each.history[n] for each in rows)) for n in range(5)
        )
        self._write({
            "history.time": times,
            "history.product": [code(each) for each in products],
            "history.kind": kinds,
            "history.value": values,
        })  # fmt: skip
        self._bounds("history.offsets", self._files["history.time"].rows, [len(each.history[0]) for each in rows])

    def _shown(self, rows: Sequence[Row]) -> None:
        code, product = self._contents.code, self._products.code
        times, contents, products, _, dismissed = (
            list(chain.from_iterable(each.shown[n] for each in rows)) for n in range(5)
        )
        self._write({
            "shown.time": times,
            "shown.content": [code(each) for each in contents],
            "shown.product": [product(each) for each in products],
            "shown.dismissed": dismissed,
        })  # fmt: skip
        self._bounds("shown.offsets", self._files["shown.time"].rows, [len(each.shown[0]) for each in rows])

    def _hide(self, states: Sequence[Row]) -> None:
        found = [(row, name) for row, each in enumerate(states, start=self.persons) for name in each.hidden]
        self._write(
            {"hidden.row": [row for row, _ in found], "hidden.code": [self._hidden.code(name) for _, name in found]}
        )

    def _bounds(self, name: str, until: int, lengths: Sequence[int]) -> None:
        """Note where each person's rows end; `until` is where those of the last one do."""
        ends = np.cumsum(np.array(lengths, np.int64))
        self._files[name].add(ends + (until - int(ends[-1])))

    def _write(self, columns: dict[str, Any]) -> None:
        for name, values in columns.items():
            dtype, width = _COLUMNS[name]
            found = np.array(values, np.dtype(dtype))
            self._files[name].add(found.reshape(-1, width) if width else found)


def _file(folder: Path, name: str, dtype: str, width: int) -> ColumnFile:
    return ColumnFile(folder / f"{name}.npy", dtype, width)


def _loyal_at(row: Row) -> int:
    return layers.reached(row.first_at, row.conversions).get(Layer.LOYAL, NEVER) if row.conversions else NEVER
