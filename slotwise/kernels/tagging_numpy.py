"""Which tags persons hold, from their histories: in plain numpy, the reference.

An event belongs to classes by its kind (`classes[kind]`, bits) and to the businesses of its product. It is a return
when it is a search, or when more than VISIT_GAP lies between it and what the person did before with the same business.
A tag counts the events of one class in one business: `rules[tag]` is its class, threshold, window and expiry (ms). An
event reaches it when at least `threshold` of its events lie in the `window` that ends with this one, itself among them;
after a finish nothing is left midway. A tag is held as long as its latest such event is younger than `expiry`.

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
    product_start: NDArray[np.int64],
    business: NDArray[np.int32],
    tag_start: NDArray[np.int64],
    tag_of: NDArray[np.int32],
    rules: NDArray[np.int64],
    out: NDArray[np.int64],
) -> None:
    """Fill out[n_tags] with the place of the latest of one person's events that reached each tag, -1 for none."""
    start = np.array([0, len(times)])
    out[:] = -1
    for tag, places in _reaching(
        now, products, kinds, times, classes, product_start, business, tag_start, tag_of, rules, start
    ):
        out[tag] = places.max(initial=-1)


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
    out[:] = False
    person = np.repeat(np.arange(len(start) - 1), np.diff(start))
    for tag, places in _reaching(
        now, products, kinds, times, classes, product_start, business, tag_start, tag_of, rules, start
    ):
        fresh = places[now - times[places] < rules[tag, 3]]
        out[person[fresh - start[0]], tag] = True


def _reaching(
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
) -> Iterator[tuple[int, NDArray[np.intp]]]:
    """Yield each tag with the places of all events that reach it, in their order."""
    for which in range(len(tag_start) - 1):
        tags = tag_of[tag_start[which] : tag_start[which + 1]]
        of_business = _covers(which, product_start, business)
        places = np.arange(start[0], start[-1])
        places = places[(products[places] >= 0) & (times[places] < now)]
        places = places[of_business[products[places]] & (classes[kinds[places]] > 0)]
        bits = classes[kinds[places]].astype(np.int64)
        person = np.searchsorted(start, places, side="right")
        bits |= RETURNED * _returns(person, times[places], bits)
        finishes = np.cumsum(bits & FINISHED > 0)
        for tag in tags.tolist():
            wanted, threshold, window, _ = rules[tag].tolist()
            counted = np.flatnonzero(bits & wanted)
            group = person[counted] * (len(places) + 1) + (finishes[counted] if wanted == LEFT else 0)
            enough = max(len(counted) - threshold + 1, 0)
            before, after = counted[:enough], counted[threshold - 1 :]
            near = times[places[after]] - times[places[before]] < window
            found = after[near & (group[threshold - 1 :] == group[:enough])]
            if wanted == LEFT and len(found):
                ends = np.searchsorted(person, person[found], side="right") - 1
                found = found[finishes[found] == finishes[ends]]
            yield tag, places[found]


def _covers(which: int, product_start: NDArray[np.int64], business: NDArray[np.int32]) -> NDArray[np.bool_]:
    product = np.repeat(np.arange(len(product_start) - 1), np.diff(product_start))
    covered = np.zeros(len(product_start) - 1, np.bool_)
    covered[product[business == which]] = True
    return covered


def _returns(person: NDArray[np.intp], times: NDArray[np.int64], bits: NDArray[np.int64]) -> NDArray[np.bool_]:
    again = (np.diff(person, prepend=-1) == 0) & (np.diff(times, prepend=0) > VISIT_GAP)
    returned: NDArray[np.bool_] = again | (bits & SEARCHED > 0)
    return returned
