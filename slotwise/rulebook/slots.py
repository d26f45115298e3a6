"""Slots: what each slot of a touchpoint may hold: pins, and limits on what stands together."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from slotwise.limited import Limit, Limited, Pin
from slotwise.rulebook.effects import Limiting, Mask, Pinning


class Slots:
    """The pins and limits of one touchpoint over its m candidates, contents and products int32 (m,)."""

    def __init__(
        self,
        pins: Sequence[Pinning],
        limits: Sequence[Limiting],
        contents: NDArray[np.int32],
        products: NDArray[np.int32],
        slots: int,
    ):
        pinned = [(each.slot, each.mask[contents]) for each in pins if each.slot <= slots]
        # A product that stands in an earlier slot is not repeated, so its other contents are held back too.
        self.pins = [Pin(slot, marks, np.isin(products, products[marks])) for slot, marks in pinned if marks.any()]
        self.limits = [Limit(each.keys[contents], each.most) for each in limits]

    def __bool__(self) -> bool:
        return bool(self.pins or self.limits)

    def allowed(self, open_: Mask, drawn: list[int]) -> Mask:
        """Return bool (m,): which of the open candidates may come next after `drawn` (places)."""
        return Limited(open_, self.limits, self.pins)(drawn)
