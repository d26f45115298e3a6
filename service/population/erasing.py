"""Erasing from the population: a person's rows are overwritten where they lie, at once.

Readers have the files mapped, so they see it too. A text that nobody else has as an attribute goes with the person.
"""

from collections.abc import Collection
from pathlib import Path

import numpy as np

from service.population.attributes import MISSING
from service.population.building import only_one
from service.population.layout import HISTORY, PERSON, SHOWN
from service.population.part import Part
from service.population.store import MANIFEST, Population

_WAIT = 2.0
"""Seconds for which a builder is waited for; it may have read the person before they were erased."""


def erase(folder: Path, person_ids: Collection[str]) -> int:
    """Overwrite what is known of some persons and return how many rows that were.

    Raises PopulationError while a builder is at work or when the files are damaged: to be tried again.
    """
    if not (folder / MANIFEST).is_file():
        return 0
    with only_one(folder, _WAIT):
        population = Population.open(folder)
        rows = 0
        for name in [population.told["base"], population.told.get("overlay")]:
            if name:
                part = Part(folder / name, mode="r+")
                found = [row for each in person_ids if (row := part.find(each)) >= 0]
                for row in found:
                    _blank(part, row)
                rows += len(found)
    return rows


def _blank(part: Part, row: int) -> None:
    for name in PERSON:
        part.array(name)[row] = 0
    for ragged, columns in (("history", HISTORY), ("shown", SHOWN)):
        start, end = part.array(f"{ragged}.offsets")[row : row + 2].tolist()
        for name in columns:
            if end > start:
                part.array(name)[start:end] = 0
    hidden = part.array("hidden.row")
    hidden[hidden == row] = MISSING
    start, end = part.array("ids.offsets")[row : row + 2].tolist()
    part.array("ids.data")[start:end] = 0
    for place, name in enumerate(part.told["attributes"]):
        _forget(part, place, row)
        if name in part.told["numbers"]:
            part.array(f"attribute.{place}.number")[row] = np.nan


def _forget(part: Part, place: int, row: int) -> None:
    """Drop the person's text, and the text itself when it was theirs alone."""
    codes = part.array(f"attribute.{place}.code")
    code = int(codes[row])
    codes[row] = MISSING
    if code != MISSING and not np.any(codes == code):
        start, end = part.array(f"attribute.{place}.values.offsets")[code : code + 2].tolist()
        part.array(f"attribute.{place}.values.data")[start:end] = 0
