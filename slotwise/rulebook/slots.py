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
        pinned = [(each.slot, each.mask.take(contents)) for each in pins if each.slot <= slots]
        self.pins = [Pin(slot, marks, _held(marks, products)) for slot, marks in pinned if np.count_nonzero(marks)]
        self.limits = [Limit(each.keys[contents], each.most) for each in limits]

    def __bool__(self) -> bool:
        return bool(self.pins or self.limits)

    def allowed(self, open_: Mask, drawn: list[int]) -> Mask:
        """Return bool (m,): which of the open candidates may come next after `drawn` (places)."""
        return Limited(open_, self.limits, self.pins)(drawn)


def _held(marks: Mask, products: NDArray[np.int32]) -> Mask:
    """All candidates of marked products: one that stands in an earlier slot is not repeated, so they are held back."""
    held = np.zeros(int(np.maximum.reduce(products)) + 1, np.bool_)
    held[products[marks]] = True
    return held.take(products)
