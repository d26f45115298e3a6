"""The persons' truth at the log's end, as plain numpy files in a folder beside the data set, never inside it."""

import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from slotwise.errors import ConfigError
from training.simulate.persons import Persons
from training.simulate.state import State

WORLD_FILE = "world.json"
Columns = dict[str, npt.NDArray[Any]]


def truth_folder(data_dir: Path | str) -> Path:
    """Return the folder of the truth behind a data set: its sibling with the suffix .truth."""
    path = Path(data_dir)
    return path.with_name(path.name + ".truth")


class TruthWriter:
    """Fills one .npy file a column, chunk by chunk; the files have a row for every person from the start."""

    def __init__(self, folder: Path, persons: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._persons = folder, persons
        self._columns: Columns = {}

    def add(self, persons: Persons, state: State, first: int) -> None:
        """Write the rows of a chunk whose first person has this number."""
        for name, values in [*_columns("person", persons), *_columns("state", state)]:
            if name not in self._columns:
                self._columns[name] = np.lib.format.open_memmap(
                    self._folder / f"{name}.npy", "w+", values.dtype, (self._persons, *values.shape[1:])
                )
            self._columns[name][first : first + len(values)] = values

    def close(self, world: dict[str, Any]) -> None:
        """Flush the columns and write what the world was made from."""
        for column in self._columns.values():
            column.flush()  # type: ignore[attr-defined]  # all are memory maps
        (self._folder / WORLD_FILE).write_text(json.dumps(world, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def read_world(folder: Path) -> dict[str, Any]:
    """Return what the world was made from; raises ConfigError when there is no truth in the folder."""
    path = folder / WORLD_FILE
    if not path.is_file():
        raise ConfigError(f"no truth in {folder}", hint="only a simulated data set has one: slotwise simulate OUT")
    world: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return world


def read_truth(folder: Path) -> tuple[Persons, State]:
    """Return persons and their state at the log's end, memory-mapped."""
    persons, state = (
        {field.name: np.load(folder / f"{prefix}.{field.name}.npy", mmap_mode="r") for field in fields(kind)}
        for prefix, kind in (("person", Persons), ("state", State))
    )
    return Persons(**persons), State(**state)


def _columns(prefix: str, rows: Persons | State) -> list[tuple[str, npt.NDArray[Any]]]:
    return [(f"{prefix}.{field.name}", getattr(rows, field.name)) for field in fields(rows)]
