"""Slots: what each slot of a touchpoint may hold: pins, and limits on what stands together."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

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
        self._pins = [(slot, marks, np.isin(products, products[marks])) for slot, marks in pinned if marks.any()]
        self._limits = [(each.keys[contents], each.most) for each in limits]

    def __bool__(self) -> bool:
        return bool(self._pins or self._limits)

    def allowed(self, open_: Mask, drawn: list[int]) -> Mask:
        """Return bool (m,): which of the open candidates may come next after `drawn` (places)."""
        left = self._within_limits(open_, drawn) if drawn and self._limits else open_
        slot = len(drawn) + 1
        for place, marks, held in self._pins:
            if place < slot:
                continue
            # What is pinned to this slot takes it, what is pinned to a later one waits; unless nothing would be left.
            wanted = left & marks if place == slot else left & ~held
            if wanted.any():
                left = wanted
        return left

    def _within_limits(self, open_: Mask, drawn: list[int]) -> Mask:
        for keys, most in self._limits:
            # A handful of slots is counted faster than numpy could be asked to.
            seen = [int(keys[place]) for place in drawn]
            for key in {each for each in seen if each >= 0 and seen.count(each) >= most}:
                open_ = open_ & (keys != key)
        return open_
