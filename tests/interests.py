"""A log of interests: who touched what when, and nothing else."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from slotwise.events import KIND_CODE
from slotwise.interactions import Interactions

MINUTE = 60_000


def interests(rows: Sequence[tuple[int, int, int]], kind: str, facets: NDArray[np.int32]) -> Interactions:
    """Events of one kind of (person, product, minute), in the order given; facets int32 (n, n_facets)."""
    count = len(rows)
    person, product, minute = (np.array([row[part] for row in rows], np.int32) for part in range(3))
    none = np.full(count, -1, np.int32)
    return Interactions(
        person=person,
        product=product,
        content=none,
        time=minute.astype(np.int64) * MINUTE,
        kind=np.full(count, KIND_CODE[kind], np.int8),
        slot=np.zeros(count, np.int16),
        touchpoint=none.astype(np.int16),
        session=none,
        value=np.zeros(count, np.float32),
        facets=facets,
        numbers=np.zeros((count, 0), np.float32),
    )
