"""Slots: what each slot of a touchpoint may hold: pins, and limits on what stands together."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from slotwise import kernels
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
        self.pins = [found for each in pins if each.slot <= slots and (found := _pin(each, contents, products))]
        self.limits = [Limit(each.keys[contents], each.most) for each in limits]

    def __bool__(self) -> bool:
        return bool(self.pins or self.limits)

    def allowed(self, open_: Mask, drawn: list[int]) -> Mask:
        """Return bool (m,): which of the open candidates may come next after `drawn` (places)."""
        return Limited(open_, self.limits, self.pins)(drawn)


def _pin(pinning: Pinning, contents: NDArray[np.int32], products: NDArray[np.int32]) -> Pin | None:
    """What a rule pins of the candidates; None where it is about none of them.

    All candidates of a marked product are held back: one that stands in an earlier slot is not repeated.
    """
    marks, held = np.empty(len(contents), np.bool_), np.empty(len(contents), np.bool_)
    found = kernels.load("slotwise.kernels.board").pin(contents, products, pinning.mask, marks, held)
    return Pin(pinning.slot, marks, held) if found else None
