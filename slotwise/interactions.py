"""Interactions: the log as columns of codes, what generators are fitted on and replay reads."""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Interactions:
    """n events in the order of time. Codes refer to the catalogue, to `Facets` and to the list of persons.

    person int32 (-1 unknown), product int32 (-1 none), content int32 (-1 none), time int64 ms UTC,
    kind int8 (code of `events.KINDS`), slot int16 (0 none), touchpoint int16 (-1 none), session int32
    (-1 none), value float32, facets int32 (n, n_facets) rows on the common axis (-1 unknown),
    numbers float32 (n, n_numbers).
    """

    person: NDArray[np.int32]
    product: NDArray[np.int32]
    content: NDArray[np.int32]
    time: NDArray[np.int64]
    kind: NDArray[np.int8]
    slot: NDArray[np.int16]
    touchpoint: NDArray[np.int16]
    session: NDArray[np.int32]
    value: NDArray[np.float32]
    facets: NDArray[np.int32]
    numbers: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.time)

    def take(self, chosen: NDArray[np.bool_] | NDArray[np.intp] | slice) -> "Interactions":
        """Return the chosen rows, in their order."""
        return Interactions(**{each.name: getattr(self, each.name)[chosen] for each in fields(self)})

    def before(self, moment: int) -> "Interactions":
        """Return the rows strictly before a moment (ms UTC)."""
        return self.take(slice(0, int(np.searchsorted(self.time, moment, side="left"))))

    def since(self, moment: int) -> "Interactions":
        """Return the rows at or after a moment (ms UTC)."""
        return self.take(slice(int(np.searchsorted(self.time, moment, side="left")), len(self)))
