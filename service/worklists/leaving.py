"""Leaving: who left a process midway lately, by the log of events and by the columns of all persons."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np

from service.population.store import Living, Opened
from service.stores.identities import Identities
from service.stores.leavers import Leavers
from slotwise.events import KIND_CODE, EventType

_LEAVE = KIND_CODE[EventType.LEAVE]


@dataclass(frozen=True)
class Leaving:
    """Finds them. The columns know those whose past was loaded from a file, the log those of the last minutes."""

    leavers: Leavers
    identities: Identities
    population: Opened

    def persons(self, since: int, until: int, products: Collection[str]) -> list[str]:
        """Return who left the process of one of the products in [since, until), ms UTC, sorted; each person once.

        Raises StoreError, and PopulationError for columns that are damaged.
        """
        found = set(self.leavers.since(since, until, products))
        if self.population.there:
            for part in self.population.get().living():
                found.update(_left(part, since, until, products))
        return sorted(set(self.identities.roots(found).values()))


def _left(living: Living, since: int, until: int, products: Collection[str]) -> Iterator[str]:
    part, history = living.part, living.part.history
    known = [part.products.find(each) for each in products]
    wanted = np.isin(history.product, [code for code in known if code >= 0])
    rows = np.flatnonzero(wanted & (history.kind == _LEAVE) & (history.time >= since) & (history.time < until))
    persons = np.unique(np.searchsorted(history.offsets, rows, side="right") - 1)
    return (part.ids[each] for each in persons[living.rows[persons]].tolist())
