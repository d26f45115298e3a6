"""Which tags one person holds, as a part of the compiled kernels: their history read backwards.

The latest events decide, so that most tags are decided after a few of them; those that are not yet are the bits of a
word, and an event that none of them counts costs a few nanoseconds.
"""

import numpy as np

from slotwise.kernels.machine_code import part
from slotwise.kernels.tagging_numpy import FINISHED, SEARCHED, VISIT_GAP

_LOWEST = np.uint64(0x03F79D71B4CB0A89)
"""A de Bruijn sequence: times a single bit, its upper six bits tell which one."""
_BIT = np.zeros(64, np.int64)
for _place in range(64):
    _BIT[(((1 << _place) * int(_LOWEST)) % (1 << 64)) >> 58] = _place
_ONE, _SHIFT = np.uint64(1), np.uint64(58)


@part
def decide(  # type: ignore[no-untyped-def]
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
def rings(rules):  # type: ignore[no-untyped-def]
    """Where the ring of each tag begins: it holds as many events as the tag's threshold."""
    start = np.zeros(len(rules) + 1, np.int64)
    for tag in range(len(rules)):
        start[tag + 1] = start[tag] + rules[tag, 1]
    return start
