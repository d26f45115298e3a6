"""Transitions: steps from product to product, against a slow oracle, and the ring that keeps the latest."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from slotwise.events import KIND_CODE
from slotwise.interactions import Interactions
from slotwise.transitions import GAP, Steps, Transitions, steps
from tests.interests import MINUTE, interests


def log(rows: list[tuple[int, int, int]]) -> Interactions:
    """Clicks of (person, product, minute), in the order given, each in a situation of its own."""
    return interests(rows, "click", np.arange(len(rows), dtype=np.int32)[:, None])


def rows_of(found: Steps | Transitions) -> list[tuple[int, ...]]:
    columns = found.time, found.origin, found.target, found.earlier, found.facets[:, 0]
    return list(zip(*(each.tolist() for each in columns), strict=True))


def slow_steps(events: Interactions) -> list[tuple[int, ...]]:
    """Every two neighbouring interests of one person, near in time, of different products, found one by one."""
    found = []
    for who in set(events.person.tolist()):
        own = sorted(np.flatnonzero(events.person == who).tolist(), key=lambda row: events.time[row])
        for place, (one, two) in enumerate(pairwise(own)):
            near = events.time[two] - events.time[one] <= GAP
            if not near or events.product[one] == events.product[two]:
                continue
            zero = own[place - 1] if place else None
            same = zero is not None and events.time[one] - events.time[zero] <= GAP
            earlier = int(events.product[zero]) if same else -1
            found.append((int(events.time[two]), int(events.product[one]), int(events.product[two]), earlier, two))
    return sorted(found)


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3), st.integers(0, 200)), max_size=25))
def test_steps_are_those_of_the_oracle(rows):
    """In the order of time, each with the product before the origin and the situation in which it ended."""
    found = rows_of(steps(log(rows)))

    assert sorted(found) == slow_steps(log(rows))
    assert [each[0] for each in found] == sorted(each[0] for each in found)


def test_what_is_fresh_alone_ends_a_step():
    """Of a batch with events seen before only what came new makes steps, and these know what came before."""
    events = log([(0, 1, 0), (0, 2, 1), (0, 3, 2), (0, 4, 3)])
    found = rows_of(steps(events, np.array([False, False, False, True])))

    assert found == [(3 * MINUTE, 3, 4, 2, 3)]


def test_exposures_strangers_and_repeats_make_no_steps():
    """What was only shown, what nobody is known for, and another touch of the same product lead nowhere."""
    events = log([(0, 1, 0), (0, 2, 1)])
    events.kind[0] = KIND_CODE["exposure"]
    assert not len(steps(events))
    assert not len(steps(log([(-1, 1, 0), (-1, 2, 1)])))
    assert not len(steps(log([(0, 1, 0), (0, 1, 1)])))
    assert not len(steps(log([])))


@given(st.integers(0, 30), st.lists(st.integers(0, 30), max_size=4))
def test_the_ring_keeps_the_latest_steps(count, cuts):
    """However the steps are cut into batches."""
    found = steps(log([(0, each % 7, each) for each in range(count + 1)]))
    ring = Transitions.empty(1, 8)
    for first, last in pairwise([0, *sorted(min(cut, count) for cut in cuts), count]):
        ring.add(found.take(slice(first, last)))

    assert sorted(row for row in rows_of(ring) if row[1] >= 0) == rows_of(found)[-8:]
    assert ring.written.tolist() == [count]


def test_a_copy_is_written_to_alone():
    """What requests read stays as it is."""
    ring = Transitions.empty(1, 4)
    copy = ring.copy()
    copy.add(steps(log([(0, 1, 0), (0, 2, 1)])))

    assert (ring.origin == -1).all()
    assert copy.origin[0] == 1
