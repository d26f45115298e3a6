"""What a person's past says at once: the tags held, and sums, counts and ages of events; numba's machine code.

The plain form of the tags is `tagging_numpy`, that of the rest are the functions of `slotwise.standing_calls` and
`slotwise.standing_facts`.
"""

import numpy as np
from numba import types
from numpy.typing import NDArray

from slotwise.kernels.deciding import decide, rings
from slotwise.kernels.machine_code import compiled, filled, given, part
from slotwise.kernels.pairwise import pairwise_sum

TIMES, LAST, SUM = range(3)
"""What is asked of events: how many there were in a window, when the last one was, the sum of their values."""
_WORDS = given(types.uint64, 2)


@part
def _told(now, products, kinds, times, values, call, about):  # type: ignore[no-untyped-def]
    """What one call says, NaN where it is unknown, and until when (ms UTC)."""
    what, kind, business, window = call[0], np.int64(call[1]), np.int64(call[2]), call[3]
    found, count, until = np.empty(len(times)), 0, np.inf
    for place in range(len(times) - 1, -1, -1):
        if kinds[place] != kind or (business >= 0 and not about[business, products[place]]):
            continue
        if what == LAST:
            return np.float64(times[place]), until
        if what == TIMES:
            if times[place] <= now - window:
                break
            until = times[place] + window
        count += 1
        found[len(times) - count] = values[place] if what == SUM else np.float32(0)
    if what == SUM:
        return (pairwise_sum(found, len(times) - count, count) if count else 0.0), until
    return (np.float64(count) if what == TIMES else np.nan), until


@compiled(
    types.int64, given(types.int32), given(types.int8), given(types.int64), given(types.float32), given(types.uint8),
    _WORDS, _WORDS, _WORDS, given(types.int64, 2), given(types.float64, 2), given(types.boolean, 2),
    filled(types.int64), filled(types.uint64), filled(types.float64), returns=types.int64,
)  # fmt: skip
def past(
    now: int,
    products: NDArray[np.int32],
    kinds: NDArray[np.int8],
    times: NDArray[np.int64],
    values: NDArray[np.float32],
    classes: NDArray[np.uint8],
    covers: NDArray[np.uint64],
    by_kind: NDArray[np.uint64],
    special: NDArray[np.uint64],
    rules: NDArray[np.int64],
    calls: NDArray[np.float64],
    about: NDArray[np.bool_],
    places: NDArray[np.int64],
    word: NDArray[np.uint64],
    told: NDArray[np.float64],
) -> int:
    """Fill places, word and told[c + 1] with what a past says; return how many tags are held.

    places[:that]: the tags that are held, in their order; places[n_tags:], places int64 (2 n_tags,): the same as
    `tagging_numpy.reached` gives. word[w]: the tags that are held as bits. calls float64 (c, 4): one of the above, the
    code of a kind of event, a row of `about`, bool (b, n_products), or -1 for all products, and the window in ms. The
    last of `told` is until when (ms UTC) all this stays the same, if nothing happens.
    """
    ring_start, count, reached = rings(rules), len(rules), places[len(rules) :]
    ring, seen, pending = np.empty(ring_start[-1], np.int64), np.empty(count, np.int64), np.empty(count, np.int64)
    decide(
        0, len(times), now, products, kinds, times, classes, covers, by_kind, special, rules, ring_start, ring, seen,
        pending, word, reached,
    )  # fmt: skip
    word[:], held, until = 0, 0, np.inf
    for tag in range(count):
        if reached[tag] >= 0:
            word[tag >> 6] |= np.uint64(1) << np.uint64(tag & 63)
            places[held] = tag
            held += 1
            until = min(until, np.float64(times[reached[tag]] + rules[tag, 3]))
    for row in range(len(calls)):
        told[row], changes = _told(now, products, kinds, times, values, calls[row], about)
        until = min(until, changes)
    told[len(calls)] = until
    return held
