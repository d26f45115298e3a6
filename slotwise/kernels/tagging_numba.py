"""Which tags persons hold, from their histories: numba's machine code. Each one's is decided by `deciding`."""

from typing import Any

import numpy as np
from numba import types
from numpy.typing import NDArray

from slotwise.kernels import past_numba
from slotwise.kernels.deciding import decide, rings
from slotwise.kernels.machine_code import compiled, filled, given

_WORDS = given(types.uint64, 2)
_EVENTS = (given(types.int32), given(types.int8), given(types.int64))
_TABLES = (given(types.uint8), _WORDS, _WORDS, _WORDS, given(types.int64, 2))
_NOTHING = np.zeros(0, np.float32), np.zeros((0, 4)), np.zeros((0, 0), np.bool_)


def reached(
    now: int, products: NDArray[np.int32], kinds: NDArray[np.int8], times: NDArray[np.int64], *tables: NDArray[Any]
) -> None:
    """Fill the last of the tables with the place of the event for which one person holds each tag, -1 where not."""
    *tagged, out = tables
    word, places = np.empty(tagged[1].shape[1], np.uint64), np.empty(2 * len(out), np.int64)
    past_numba.past(now, products, kinds, times, *_NOTHING[:1], *tagged, *_NOTHING[1:], places, word, np.zeros(1))
    out[:] = places[len(out) :]


@compiled(types.int64, *_EVENTS, *_TABLES, given(types.int64), filled(types.boolean, 2))
def held(
    now: int,
    products: NDArray[np.int32],
    kinds: NDArray[np.int8],
    times: NDArray[np.int64],
    classes: NDArray[np.uint8],
    covers: NDArray[np.uint64],
    by_kind: NDArray[np.uint64],
    special: NDArray[np.uint64],
    rules: NDArray[np.int64],
    start: NDArray[np.int64],
    out: NDArray[np.bool_],
) -> None:
    """Fill out[n, n_tags] with whether each of n persons holds each tag; the i-th has events start[i]:start[i + 1]."""
    ring_start, count = rings(rules), len(rules)
    ring, seen, pending = np.empty(ring_start[-1], np.int64), np.empty(count, np.int64), np.empty(count, np.int64)
    active, found = np.empty(covers.shape[1], np.uint64), np.empty(count, np.int64)
    for person in range(len(start) - 1):
        decide(
            start[person], start[person + 1], now, products, kinds, times, classes, covers, by_kind, special, rules,
            ring_start, ring, seen, pending, active, found,
        )  # fmt: skip
        for tag in range(count):
            out[person, tag] = found[tag] >= 0
