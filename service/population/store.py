"""Population: where the columns of all persons are, and which of them stand for whom."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.population.part import Part
from slotwise.errors import PopulationError

MANIFEST = "population.json"
HINT = "slotwise audience refresh"


@dataclass(frozen=True)
class Living:
    """A part with what of it counts: `rows` bool (n,) are persons who are still themselves and were not changed since,
    and who want personal answers."""

    part: Part
    rows: NDArray[np.bool_]


class Population:
    """All persons as of `as_of` (ms UTC): a base, and an overlay of those who have changed since it was made."""

    def __init__(self, folder: Path, told: dict[str, Any]):
        self.folder, self.told = folder, told
        self.base = Part(folder / told["base"])
        self.overlay = Part(folder / told["overlay"]) if told.get("overlay") else None

    @classmethod
    def open(cls, folder: Path) -> "Population":
        """Open what is there; raise PopulationError when it was never made or is damaged."""
        try:
            told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
            return cls(folder, told)
        except FileNotFoundError as error:
            raise PopulationError("the columns of all persons were never made", hint=HINT) from error
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise PopulationError(f"{folder} cannot be read: {error}", hint=f"{HINT} --anew") from error

    @property
    def as_of(self) -> int:
        """ms UTC: what was stored before is in it."""
        return int(self.told["as_of"])

    @property
    def parts(self) -> list[Part]:
        """The base, and the overlay if there is one."""
        return [self.base] if self.overlay is None else [self.base, self.overlay]

    @cached_property
    def _superseded(self) -> NDArray[np.int64] | None:
        return None if self.overlay is None else self.overlay.array("supersedes")

    def living(self) -> list[Living]:
        """Return the parts with the rows that count, as of now: erased persons are gone from them at once."""
        found = []
        for part in self.parts:
            rows = np.array(part.array("alive")) & part.array("personalize")
            if part is self.base and self._superseded is not None:
                rows[self._superseded] = False
            found.append(Living(part, rows))
        return found

    @property
    def persons(self) -> int:
        """How many persons count."""
        return sum(int(np.count_nonzero(each.rows)) for each in self.living())

    @cached_property
    def newest(self) -> int | None:
        """When anybody last did anything, ms UTC; None for nobody."""
        last = [int(part.array("last_at").max()) for part in self.parts if len(part)]
        return max((each for each in last if each > 0), default=None)

    def find(self, person_id: str) -> Iterator[tuple[Part, int]]:
        """Yield all rows that hold something about an id: in the base, in the overlay, or both."""
        for part in self.parts:
            row = part.find(person_id)
            if row >= 0:
                yield part, row


def write_manifest(folder: Path, told: dict[str, Any]) -> None:
    """Let what is told be the population, all at once."""
    aside = folder / f".{MANIFEST}"
    with aside.open("w", encoding="utf-8") as file:
        json.dump(told, file)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(folder / MANIFEST)


class Opened:
    """The population as it was last written, opened again when it has been written anew; one a process."""

    def __init__(self, folder: Path):
        self.folder = folder
        self._found: tuple[tuple[int, int], Population] | None = None

    @property
    def there(self) -> bool:
        """Whether it was ever made."""
        return (self.folder / MANIFEST).is_file()

    def get(self) -> Population:
        """Return the newest; raise PopulationError."""
        try:
            stat = (self.folder / MANIFEST).stat()
        except OSError as error:
            raise PopulationError("the columns of all persons were never made", hint=HINT) from error
        now = (stat.st_mtime_ns, stat.st_ino)
        if self._found is None or self._found[0] != now:
            self._found = (now, Population.open(self.folder))
        return self._found[1]
