"""Impressions: what was shown and what came of it as columns, for the ranker to learn from and to judge policies by."""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Impressions:
    """n placements in the order of time; those of one decision at one touchpoint stand together, by slot.

    decision int32 (running number of decision and touchpoint, never falling), person int32 (-1 unknown),
    time int64 ms UTC of the decision, touchpoint int16 (-1 none), slot int16 (0 none), content int32
    (-1 none), product int32 (-1 none), propensity float32 (NaN unknown), clicked bool, converted bool,
    facets int32 (n, n_facets) rows on the common axis (-1 unknown), numbers float32 (n, n_numbers).
    """

    decision: NDArray[np.int32]
    person: NDArray[np.int32]
    time: NDArray[np.int64]
    touchpoint: NDArray[np.int16]
    slot: NDArray[np.int16]
    content: NDArray[np.int32]
    product: NDArray[np.int32]
    propensity: NDArray[np.float32]
    clicked: NDArray[np.bool_]
    converted: NDArray[np.bool_]
    facets: NDArray[np.int32]
    numbers: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.time)

    def take(self, chosen: NDArray[np.bool_] | NDArray[np.intp] | slice) -> "Impressions":
        """Return the chosen rows, in their order."""
        return Impressions(**{each.name: getattr(self, each.name)[chosen] for each in fields(self)})

    def before(self, moment: int) -> "Impressions":
        """Return the rows strictly before a moment (ms UTC)."""
        return self.take(slice(0, int(np.searchsorted(self.time, moment, side="left"))))

    def since(self, moment: int) -> "Impressions":
        """Return the rows at or after a moment (ms UTC)."""
        return self.take(slice(int(np.searchsorted(self.time, moment, side="left")), len(self)))
