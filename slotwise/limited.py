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


Parts = tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_], NDArray[np.bool_]]
"""Keys (r, m) and most (r,) of limits, slots (p,), marks and held (p, m) of pins, as the kernels read them."""
_NO_LIMITS = np.empty((0, 0), np.int32), np.empty(0, np.int64)
_NO_PINS = np.empty(0, np.int64), np.empty((0, 0), np.bool_), np.empty((0, 0), np.bool_)
NOTHING: Parts = (*_NO_LIMITS, *_NO_PINS)
"""Neither limits nor pins, for any number of candidates."""


class Limited:
    """A mask whose every slot is known beforehand, so that a greedy slate is found at once."""

    def __init__(self, open_: NDArray[np.bool_], limits: Sequence[Limit], pins: Sequence[Pin] = ()):
        self.open = open_
        self.parts: Parts = (
            *(_of_limits(limits, len(open_)) if limits else _NO_LIMITS),
            *(_of_pins(pins, len(open_)) if pins else _NO_PINS),
        )

    def __call__(self, drawn: Sequence[int]) -> NDArray[np.bool_]:
        """Return bool (m,): which candidates may come next after those that are drawn (their places)."""
        out = np.empty(len(self.open), np.bool_)
        kernels.load(_KERNEL).after(self.open, *self.parts, np.array(drawn, np.int64), out)
        return out

    def in_order(self, scores: NDArray[np.float64], slots: int) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """Return the greedy slate of scores (m,): places int64 (n <= slots,), and what each was open for: (n, m)."""
        most = min(slots, len(scores))
        places, opens = np.empty(most, np.int64), np.empty((most, len(scores)), np.bool_)
        count = kernels.load(_KERNEL).in_order(scores, self.open, *self.parts, places, opens)
        return places[:count], opens[:count]


def _of_limits(limits: Sequence[Limit], size: int) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    keys = np.empty((len(limits), size), np.int32)
    for row, limit in enumerate(limits):
        keys[row] = limit.keys
    return keys, np.array([each.most for each in limits], np.int64)


def _of_pins(pins: Sequence[Pin], size: int) -> tuple[NDArray[np.int64], NDArray[np.bool_], NDArray[np.bool_]]:
    marks, held = np.empty((len(pins), size), np.bool_), np.empty((len(pins), size), np.bool_)
    for row, pin in enumerate(pins):
        marks[row], held[row] = pin.marks, pin.held
    return np.array([each.slot for each in pins], np.int64), marks, held
