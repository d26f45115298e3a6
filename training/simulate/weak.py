"""Weak contents: creatives that nobody clicks, planted in a world to see whether they are found."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from slotwise.chance import generator
from training.simulate.clock import IntArray
from training.simulate.effects import Effects

WEAK = 2.3
"""Log-odds that a weak content loses: it is clicked a tenth as often as its like, as with a broken picture."""


def draw_weak(count: int, live: npt.NDArray[np.bool_], seed: int) -> IntArray:
    """Draw which contents are weak, int64[count], of those that are live from the log's first day, bool[C]."""
    candidates = np.nonzero(live)[0]
    return np.sort(
        generator("simulate", str(seed), "weak").choice(candidates, min(count, len(candidates)), replace=False)
    )


def weaken(effects: Effects, weak: IntArray, by: float = WEAK) -> Effects:
    """Return the effects with weak creatives."""
    creative = effects.creative.copy()
    creative[weak] -= by
    return replace(effects, creative=creative)
