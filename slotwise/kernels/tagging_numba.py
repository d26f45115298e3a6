"""Which tags persons hold, from their histories: numba's machine code, one pass over each person's events."""

import numpy as np
from numba import types
from numpy.typing import NDArray

from slotwise.kernels.machine_code import compiled, filled, given, part
from slotwise.kernels.tagging_numpy import FINISHED, LEFT, RETURNED, SEARCHED, VISIT_GAP

_NEVER = np.iinfo(np.int64).min
_CLASSES = 15
"""Bits of the classes that an event belongs to by its kind alone."""
_PLACES, _CODES = given(types.int64), given(types.int32)
_EVENTS = (_CODES, given(types.int8), _PLACES)
_TABLES = (given(types.uint8), _PLACES, _CODES, _PLACES, _CODES, given(types.int64, 2))


@part
def _pass(  # type: ignore[no-untyped-def]
    first, last, now, products, kinds, times, classes, product_start, business, tag_start, tag_of, rules, ring_start,
    ring, seen, touched, reached,
):  # fmt: skip
    seen[:] = 0
    reached[:] = -1
    touched[:] = _NEVER
    for place in range(first, last):
        at, product = times[place], products[place]
        if at >= now or product < 0:
            continue
        bits = classes[kinds[place]]
        if bits == 0:
            continue
        for row in range(product_start[product], product_start[product + 1]):
            which = business[row]
            mine = bits & _CLASSES
            if bits & SEARCHED or (touched[which] != _NEVER and at - touched[which] > VISIT_GAP):
                mine |= RETURNED
            touched[which] = at
            for column in range(tag_start[which], tag_start[which + 1]):
                tag = tag_of[column]
                if rules[tag, 0] == LEFT and bits & FINISHED:
                    seen[tag], reached[tag] = 0, -1
                if mine & rules[tag, 0]:
                    _count(tag, at, place, rules, ring_start, ring, seen, reached)


@part
def _count(tag, at, place, rules, ring_start, ring, seen, reached):  # type: ignore[no-untyped-def]
    """Keep the times of the latest events of a tag, as many as its threshold, and see whether they reach it."""
    size = rules[tag, 1]
    ring[ring_start[tag] + seen[tag] % size] = at
    seen[tag] += 1
    if seen[tag] >= size and at - ring[ring_start[tag] + seen[tag] % size] < rules[tag, 2]:
        reached[tag] = place


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
    product_start: NDArray[np.int64],
    business: NDArray[np.int32],
    tag_start: NDArray[np.int64],
    tag_of: NDArray[np.int32],
    rules: NDArray[np.int64],
    out: NDArray[np.int64],
) -> None:
    """Fill out[n_tags] with the place of the latest of one person's events that reached each tag, -1 for none."""
    ring_start = _rings(rules)
    ring, seen = np.empty(ring_start[-1], np.int64), np.empty(len(rules), np.int64)
    touched = np.empty(len(tag_start) - 1, np.int64)
    _pass(
        0, len(times), now, products, kinds, times, classes, product_start, business, tag_start, tag_of, rules,
        ring_start, ring, seen, touched, out,
    )  # fmt: skip


@compiled(types.int64, *_EVENTS, *_TABLES, _PLACES, filled(types.boolean, 2))
def held(
    now: int,
    products: NDArray[np.int32],
    kinds: NDArray[np.int8],
    times: NDArray[np.int64],
    classes: NDArray[np.uint8],
    product_start: NDArray[np.int64],
    business: NDArray[np.int32],
    tag_start: NDArray[np.int64],
    tag_of: NDArray[np.int32],
    rules: NDArray[np.int64],
    start: NDArray[np.int64],
    out: NDArray[np.bool_],
) -> None:
    """Fill out[n, n_tags] with whether each of n persons holds each tag; the i-th has events start[i]:start[i + 1]."""
    ring_start = _rings(rules)
    ring, seen = np.empty(ring_start[-1], np.int64), np.empty(len(rules), np.int64)
    touched, latest = np.empty(len(tag_start) - 1, np.int64), np.empty(len(rules), np.int64)
    for person in range(len(start) - 1):
        _pass(
            start[person], start[person + 1], now, products, kinds, times, classes, product_start, business, tag_start,
            tag_of, rules, ring_start, ring, seen, touched, latest,
        )  # fmt: skip
        for tag in range(len(rules)):
            out[person, tag] = latest[tag] >= 0 and now - times[latest[tag]] < rules[tag, 3]
