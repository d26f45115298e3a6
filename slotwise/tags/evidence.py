"""Evidence: the events that made a person hold a tag, and when the tag ends."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from slotwise.documents.tags import Tag
from slotwise.kernels import tagging_numpy as bits
from slotwise.moment import Moment
from slotwise.tags.table import CLASS, CLASSES, Table

_DAY = 86_400_000


@dataclass(frozen=True)
class Evidence:
    """`count` events from `first` to `last` (ms UTC) with `products`, int32 codes; the tag is held until `expires`."""

    tag: Tag
    count: int
    first: int
    last: int
    products: NDArray[np.int32]
    expires: int


def evidence(table: Table, moment: Moment, place: int) -> Evidence | None:
    """Return the evidence of the tag at a place of the table, None when the person does not hold it."""
    tag, reached = table.tags[place], int(table.reached(moment)[place])
    if reached < 0:
        return None
    events = _events(table, moment, place, reached)
    last = int(moment.times[reached])
    events = events[moment.times[events] > last - round(tag.window_days * _DAY)]
    return Evidence(
        tag,
        len(events),
        int(moment.times[events[0]]),
        last,
        np.unique(moment.products[events]),
        last + int(table.expiry[place]),
    )


def _events(table: Table, moment: Moment, place: int, until: int) -> NDArray[np.intp]:
    """Places of the events of a tag's class up to that one, those before the last finish left out where they are."""
    mine = CLASS[table.tags[place].behaviour]
    of_business = table.covered[table.business[place]][moment.products[: until + 1]]
    classes = CLASSES[moment.kinds[: until + 1]].astype(np.int64)
    touches = np.flatnonzero(of_business & (classes > 0))
    found = classes[touches]
    gaps = np.diff(moment.times[touches], prepend=moment.times[touches[:1]]) > bits.VISIT_GAP
    found |= np.where(gaps | (found & bits.SEARCHED > 0), bits.RETURNED, 0)
    if mine == bits.LEFT:
        finishes = np.flatnonzero(found & bits.FINISHED)
        touches, found = (each[finishes[-1] + 1 if len(finishes) else 0 :] for each in (touches, found))
    return touches[found & mine > 0]
