"""Limited: a mask for drawing slot by slot that is open candidates, limits on what stands together, and pins."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from slotwise import kernels

_KERNEL = "slotwise.kernels.limited"


class Limit(NamedTuple):
    """At most so many of the m candidates with the same key, int32 (m,); those with a key below 0 are free."""

    keys: NDArray[np.int32]
    most: int


class Pin(NamedTuple):
    """A slot, from 1, that takes one of the marked candidates, and those that wait for it: bool (m,) each."""

    slot: int
    marks: NDArray[np.bool_]
    held: NDArray[np.bool_]


class Limited:
    """A mask whose every slot is known beforehand, so that a greedy slate is found at once."""

    def __init__(self, open_: NDArray[np.bool_], limits: Sequence[Limit], pins: Sequence[Pin] = ()):
        size = len(open_)
        self.open = open_
        keys, marks, held = np.empty((len(limits), size), np.int32), *np.empty((2, len(pins), size), np.bool_)
        for row, limit in enumerate(limits):
            keys[row] = limit.keys
        for row, pin in enumerate(pins):
            marks[row], held[row] = pin.marks, pin.held
        most, slots = (
            np.array([each.most for each in limits], np.int64),
            np.array([each.slot for each in pins], np.int64),
        )
        self._limits = keys, most, slots, marks, held

    def __call__(self, drawn: Sequence[int]) -> NDArray[np.bool_]:
        """Return bool (m,): which candidates may come next after those that are drawn (their places)."""
        out = np.empty(len(self.open), np.bool_)
        kernels.load(_KERNEL).after(self.open, *self._limits, np.array(drawn, np.int64), out)
        return out

    def in_order(self, scores: NDArray[np.float64], slots: int) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """Return the greedy slate of scores (m,): places int64 (n <= slots,), and what each was open for: (n, m)."""
        most = min(slots, len(scores))
        places, opens = np.empty(most, np.int64), np.empty((most, len(scores)), np.bool_)
        count = kernels.load(_KERNEL).in_order(scores, self.open, *self._limits, places, opens)
        return places[:count], opens[:count]
