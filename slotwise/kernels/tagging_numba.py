"""Which tags persons hold, from their histories: numba's machine code, each history read backwards.

The latest events decide, so that most tags are decided after a few of them; those that are not yet are the bits of a
word, and an event that none of them counts costs a few nanoseconds.
"""

import numpy as np
from numba import types
from numpy.typing import NDArray

from slotwise.kernels.machine_code import compiled, filled, given, part
from slotwise.kernels.tagging_numpy import FINISHED, SEARCHED, VISIT_GAP

_LOWEST = np.uint64(0x03F79D71B4CB0A89)
"""A de Bruijn sequence: times a single bit, its upper six bits tell which one."""
_BIT = np.zeros(64, np.int64)
for _place in range(64):
    _BIT[(((1 << _place) * int(_LOWEST)) % (1 << 64)) >> 58] = _place
_ONE, _SHIFT = np.uint64(1), np.uint64(58)
_WORDS = given(types.uint64, 2)
_EVENTS = (given(types.int32), given(types.int8), given(types.int64))
_TABLES = (given(types.uint8), _WORDS, _WORDS, _WORDS, given(types.int64, 2))


@part
def _decide(  # type: ignore[no-untyped-def]
    first, last, now, products, kinds, times, classes, covers, by_kind, special, rules, ring_start, ring, seen, pending,
    active, out,
):  # fmt: skip
    """Fill out[n_tags] with the place of the event for which each tag is held, -1 where it is not."""
    seen[:], pending[:], out[:] = 0, -1, -1
    _all(active, len(rules))
    for back in range(last - first):
        place = last - 1 - back
        at, product = times[place], products[place]
        bits = classes[kinds[place]]
        if at >= now or product < 0 or bits == 0:
            continue
        left = np.uint64(0)
        for word in range(len(active)):
            mine = covers[product, word] & active[word]
            if bits & FINISHED:
                active[word] &= ~(mine & special[0, word])
            returns = mine & special[1, word]
            while returns:
                tag = _first(returns, word)
                returns &= returns - _ONE
                before = pending[tag]
                if before >= 0 and times[before] - at > VISIT_GAP:
                    _count(tag, before, now, times, rules, ring_start, ring, seen, active, out)
                if bits & SEARCHED:
                    _count(tag, place, now, times, rules, ring_start, ring, seen, active, out)
                pending[tag] = -1 if bits & SEARCHED else place
            counted = mine & by_kind[kinds[place], word]
            while counted:
                tag = _first(counted, word)
                counted &= counted - _ONE
                _count(tag, place, now, times, rules, ring_start, ring, seen, active, out)
            left |= active[word]
        if left == 0:
            return


@part
def _first(bits, word):  # type: ignore[no-untyped-def]
    """The tag of the lowest bit of a word."""
    lowest = bits & (~bits + _ONE)
    return 64 * word + _BIT[(lowest * _LOWEST) >> _SHIFT]


@part
def _count(tag, place, now, times, rules, ring_start, ring, seen, active, out):  # type: ignore[no-untyped-def]
    """Count an event of a tag; once as many as its threshold lie in its window, or no longer can, it is decided."""
    word, bit = tag >> 6, _ONE << np.uint64(tag & 63)
    if active[word] & bit == 0:
        return
    size, newest = rules[tag, 1], place
    if size > 1:
        slot = ring_start[tag] + seen[tag] % size
        seen[tag] += 1
        ring[slot] = place
        if seen[tag] < size:
            return
        newest = ring[ring_start[tag] + seen[tag] % size]
    fresh = now - times[newest] < rules[tag, 3]
    if fresh and times[newest] - times[place] < rules[tag, 2]:
        out[tag] = newest
    elif fresh:
        return
    active[word] &= ~bit


@part
def _all(active, count):  # type: ignore[no-untyped-def]
    """Set a bit for each tag."""
    for word in range(len(active)):
        active[word] = ~np.uint64(0)
    if count & 63:
        active[len(active) - 1] = (_ONE << np.uint64(count & 63)) - _ONE


@part
def _rings(rules):  # type: ignore[no-untyped-def]
    start = np.zeros(len(rules) + 1, np.int64)
    for tag in range(len(rules)):
        start[tag + 1] = start[tag] + rules[tag, 1]
    return start


@compiled(types.int64, *_EVENTS, *_TABLES, filled(types.int64))
def reached(
    now: int,
    products: NDArray[np.int32],
    kinds: NDArray[np.int8],
    times: NDArray[np.int64],
    classes: NDArray[np.uint8],
    covers: NDArray[np.uint64],
    by_kind: NDArray[np.uint64],
    special: NDArray[np.uint64],
    rules: NDArray[np.int64],
    out: NDArray[np.int64],
) -> None:
    """Fill out[n_tags] with the place of the event for which one person holds each tag, -1 where they do not."""
    ring_start, count = _rings(rules), len(rules)
    ring, seen, pending = np.empty(ring_start[-1], np.int64), np.empty(count, np.int64), np.empty(count, np.int64)
    _decide(
        0, len(times), now, products, kinds, times, classes, covers, by_kind, special, rules, ring_start, ring, seen,
        pending, np.empty(covers.shape[1], np.uint64), out,
    )  # fmt: skip


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
    ring_start, count = _rings(rules), len(rules)
    ring, seen, pending = np.empty(ring_start[-1], np.int64), np.empty(count, np.int64), np.empty(count, np.int64)
    active, found = np.empty(covers.shape[1], np.uint64), np.empty(count, np.int64)
    for person in range(len(start) - 1):
        _decide(
            start[person], start[person + 1], now, products, kinds, times, classes, covers, by_kind, special, rules,
            ring_start, ring, seen, pending, active, found,
        )  # fmt: skip
        for tag in range(count):
            out[person, tag] = found[tag] >= 0
