"""Which tags persons hold, from their histories: in plain numpy, the reference.

An event belongs to classes by its kind (`classes[kind]`, bits) and to the businesses of its product. It is a return
when it is a search, or when more than VISIT_GAP lies between it and what the person did before with the same business.
A tag counts the events of one class in one business: `rules[tag]` is its class, threshold, window and expiry (ms). An
event reaches it when at least `threshold` of its events lie in the `window` that ends with this one, itself among them;
after a finish nothing is left midway. A tag is held for its latest such event as long as that is younger than `expiry`.

Tags are bits of uint64 words, w for all: `covers` (n_products, w) tells which ones are about a product, `by_kind`
(n_kinds, w) which ones count a kind of event by itself, `special` (2, w) which ones count what was left, and returns.
Events stand person by person and in the order of time; those at or after `now` and of unknown products do not count.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

VISIT_GAP = 1_800_000
"""Pause in ms after which a touch of the same business is a return."""
BROWSED, STARTED, LEFT, FINISHED, RETURNED, SEARCHED, TOUCHED = 1, 2, 4, 8, 16, 32, 64
"""Classes as bits: the five that tags count, a search, and what merely is a touch."""


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
    start = np.array([0, len(times)])
    for tag in range(len(rules)):
        places = _reaching(tag, now, products, kinds, times, classes, covers, rules, start)
        out[tag] = places.max(initial=-1)


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
    out[:] = False
    person = np.repeat(np.arange(len(start) - 1), np.diff(start))
    for tag in range(len(rules)):
        places = _reaching(tag, now, products, kinds, times, classes, covers, rules, start)
        out[person[places - start[0]], tag] = True


def masks(tags: Iterator[tuple[int, int]], rows: int, count: int) -> NDArray[np.uint64]:
    """Return uint64 (rows, w) for `count` tags, with a bit set for each pair of a row and a tag."""
    words = np.zeros((rows, max(-(-count // 64), 1)), np.uint64)
    for row, tag in tags:
        words[row, tag >> 6] |= np.uint64(1) << np.uint64(tag & 63)
    return words


def _reaching(
    tag: int,
    now: int,
    products: NDArray[np.int32],
    kinds: NDArray[np.int8],
    times: NDArray[np.int64],
    classes: NDArray[np.uint8],
    covers: NDArray[np.uint64],
    rules: NDArray[np.int64],
    start: NDArray[np.int64],
) -> NDArray[np.intp]:
    """Return the places of all events for which somebody holds a tag, in their order."""
    wanted, threshold, window, expiry = rules[tag].tolist()
    covered = (covers[:, tag >> 6] >> np.uint64(tag & 63)) & np.uint64(1) > 0
    places = np.arange(start[0], start[-1])
    places = places[(products[places] >= 0) & (times[places] < now)]
    places = places[covered[products[places]] & (classes[kinds[places]] > 0)]
    bits = classes[kinds[places]].astype(np.int64)
    person = np.searchsorted(start, places, side="right")
    bits |= RETURNED * _returns(person, times[places], bits)
    finishes = np.cumsum(bits & FINISHED > 0)
    counted = np.flatnonzero(bits & wanted)
    group = person[counted] * (len(places) + 1) + (finishes[counted] if wanted == LEFT else 0)
    enough = max(len(counted) - threshold + 1, 0)
    before, after = counted[:enough], counted[threshold - 1 :]
    near = times[places[after]] - times[places[before]] < window
    found = after[near & (group[threshold - 1 :] == group[:enough])]
    if wanted == LEFT and len(found):
        ends = np.searchsorted(person, person[found], side="right") - 1
        found = found[finishes[found] == finishes[ends]]
    held: NDArray[np.intp] = places[found[now - times[places[found]] < expiry]]
    return held


def _returns(person: NDArray[np.intp], times: NDArray[np.int64], bits: NDArray[np.int64]) -> NDArray[np.bool_]:
    again = (np.diff(person, prepend=-1) == 0) & (np.diff(times, prepend=0) > VISIT_GAP)
    returned: NDArray[np.bool_] = again | (bits & SEARCHED > 0)
    return returned
