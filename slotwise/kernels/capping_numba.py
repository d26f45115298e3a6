"""Which of the things that a person was shown are at a frequency cap: numba's machine code."""

import numpy as np
from numba import types
from numpy.typing import NDArray

from slotwise.kernels.machine_code import compiled, filled, given, part


@part
def _first(keys, rules):  # type: ignore[no-untyped-def]
    """For every entry the first one with the same key, by each way of counting that a rule has."""
    ways, size = keys.shape
    first, used = np.empty((ways, size), np.int64), np.zeros(ways, np.bool_)
    for row in range(len(rules)):
        used[rules[row, 2]] = True
    for way in range(ways):
        for place in range(size if used[way] else 0):
            first[way, place] = place
            for before in range(place):
                if keys[way, before] == keys[way, place]:
                    first[way, place] = before
                    break
    return first


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
    first = _first(keys, rules)
    counts, rested = np.empty(size, np.int64), np.empty(size, np.bool_)
    for row in range(len(rules)):
        most, window, per, rest = rules[row, 0], rules[row, 1], rules[row, 2], rules[row, 3]
        counts[:] = 0
        rested[:] = False
        for place in range(size):
            if keys[per, place] >= 0:
                counts[first[per, place]] += counted[row, place] and times[place] >= now - window
                if rest > 0 and dismissed[row, place] and times[place] > now - rest:
                    rested[first[per, place]] = True
        for place in range(size):
            known = keys[per, place] >= 0
            at = first[per, place]
            out[row, place] = known and (rested[at] or (most > 0 and counts[at] >= most))
