"""Which of the things that a person was shown are at a frequency cap: numba's machine code."""

import numpy as np
from numba import types
from numpy.typing import NDArray

from slotwise.kernels.machine_code import compiled, filled, given

_MARKS = given(types.boolean, 2)


@compiled(
    types.int64, given(types.int64), _MARKS, _MARKS, given(types.int32, 2), given(types.int64, 2),
    filled(types.boolean, 2),
)  # fmt: skip
def reached(
    now: int,
    times: NDArray[np.int64],
    counted: NDArray[np.bool_],
    dismissed: NDArray[np.bool_],
    keys: NDArray[np.int32],
    rules: NDArray[np.int64],
    out: NDArray[np.bool_],
) -> None:
    """Fill out[k, s]: whether the key of each of s entries is at the cap of each of k rules, as the reference does."""
    size = len(times)
    for row in range(len(rules)):
        most, window, per, rest = rules[row, 0], rules[row, 1], rules[row, 2], rules[row, 3]
        hits, resting = 0, 0
        for place in range(size):
            out[row, place] = False
            if keys[per, place] >= 0:
                hits += counted[row, place] and times[place] >= now - window
                resting += dismissed[row, place] and times[place] > now - rest
        if (most == 0 or hits < most) and (rest == 0 or resting == 0):
            continue
        for place in range(size):
            key = keys[per, place]
            if key < 0:
                continue
            hits = 0
            for other in range(size):
                if keys[per, other] == key:
                    hits += counted[row, other] and times[other] >= now - window
                    if rest > 0 and dismissed[row, other] and times[other] > now - rest:
                        out[row, place] = True
            if most > 0 and hits >= most:
                out[row, place] = True
