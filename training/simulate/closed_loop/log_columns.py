"""Columns of behaviour from a log folder: what conditions ask of what persons did, `times` and `days_since`."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from slotwise import standing_calls
from slotwise.conditions import Column, Columns, Numbers
from slotwise.events import KIND_CODE, EventType
from training.dataset import load
from training.simulate.clock import IntArray

_SHOWN = [KIND_CODE[each] for each in (EventType.EXPOSURE, EventType.DISMISS)]


class LogColumns(Columns):
    """The persons of a log, in the order of the simulated world, as of a moment, ms UTC: the log alone is read."""

    def __init__(self, folder: Path, now: int):
        dataset = load(folder)
        past = dataset.interactions
        past = past.take((past.product >= 0) & ~np.isin(past.kind, _SHOWN) & (past.person >= 0))
        person = np.array([int(each.rpartition("_")[2]) for each in dataset.persons])[past.person]
        order = np.lexsort((past.time, person))
        self._past, self._catalog, self._now = past.take(order), dataset.catalog, now
        self._count = int(person.max(initial=-1)) + 1
        self._start = np.searchsorted(person[order], np.arange(self._count + 1)).astype(np.int64)

    def __len__(self) -> int:
        return self._count

    def column(self, name: str) -> Column | None:
        """Return what a call says of everybody; facts that are no behaviour are unknown."""
        try:
            past = self._past
            found = standing_calls.over(name, self._now, self._start, past.product, past.kind, past.time, self._catalog)
        except LookupError:
            return None
        return Numbers(found)

    def last_left(self, rows: IntArray, category: str) -> Sequence[str]:
        """Return the product of a category whose process each of some persons left last, "" for none."""
        products, found = self._catalog.products, []
        group = products.categories.index(category)
        for row in rows.tolist():
            mine = slice(int(self._start[row]), int(self._start[row + 1]))
            left = self._past.kind[mine] == KIND_CODE[EventType.LEAVE]
            touched = self._past.product[mine][left & (products.category[self._past.product[mine]] == group)]
            found.append(products.ids[int(touched[-1])] if len(touched) else "")
        return found
