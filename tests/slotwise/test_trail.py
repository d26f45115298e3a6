"""Trails: rings of what was touched around each product, against a slow oracle."""

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from slotwise.events import KIND_CODE
from slotwise.interactions import Interactions
from slotwise.trail import Pairs, Trail, by_distance, pairs
from tests.interests import MINUTE, interests


def log(rows: list[tuple[int, int, int]]) -> Interactions:
    """Views of (person, product, minute), in the order of time."""
    return interests(sorted(rows, key=lambda row: row[2]), "view", np.zeros((len(rows), 0), np.int32))


def slow_pairs(events: Interactions, reach: int, gap: int) -> list[tuple[int, int, int, int]]:
    """Every two interests of one person at most `reach` apart and near in time, found one by one."""
    found = []
    for who in set(events.person.tolist()):
        own = [place for place in range(len(events)) if events.person[place] == who]
        for late, place in enumerate(own):
            for step in range(1, min(reach, late) + 1):
                before = own[late - step]
                near = events.time[place] - events.time[before] <= gap * step
                if near and events.product[before] != events.product[place]:
                    row = (int(events.time[place]), int(events.product[before]), int(events.product[place]), step)
                    found.append(row)
    return sorted(found)


ROWS = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 4), st.integers(0, 300)), max_size=25)


@given(ROWS, st.integers(1, 4))
def test_pairs_are_those_of_the_oracle(rows, reach):
    """Neighbouring interests of one person, near in time, of different products: all of them and no others."""
    events = log(rows)
    found = pairs(events, reach, 30 * MINUTE)
    rows = zip(found.time.tolist(), found.seed.tolist(), found.follower.tolist(), found.step.tolist(), strict=True)

    assert sorted(rows) == slow_pairs(events, reach, 30 * MINUTE)
    assert (np.diff(found.time) >= 0).all()


def test_distances_together_are_all_pairs():
    """Given one distance after the other, the pairs are the same, only not in the order of time."""
    events = log([(0, each % 3, each) for each in range(9)])
    parts = list(by_distance(events, 3, 30 * MINUTE))
    whole = pairs(events, 3, 30 * MINUTE)

    assert [set(each.step.tolist()) for each in parts] == [{1}, {2}, set()]
    rows = [(t, s, f, d) for p in parts for t, s, f, d in zip(p.time, p.seed, p.follower, p.step, strict=True)]
    assert sorted(rows) == sorted(zip(whole.time, whole.seed, whole.follower, whole.step, strict=True))


def test_exposures_and_strangers_make_no_pairs():
    """What was only shown, has no product or no person stands beside nothing."""
    events = log([(0, 1, 0), (0, 2, 1), (0, 3, 2)])
    events.kind[0] = KIND_CODE["exposure"]
    events.product[1] = -1
    assert len(pairs(events).time) == 0
    events = log([(0, 1, 0), (0, 2, 1)])
    events.person[:] = -1
    assert len(pairs(events).time) == 0


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(1, 3)), max_size=40),
    st.lists(st.integers(0, 40), max_size=4),
)
def test_rings_keep_the_latest_neighbours(found, cuts):
    """However the pairs are cut into batches, each ring holds the latest `width` neighbours, as a plain list would."""
    found = [each for each in found if each[0] != each[1]]
    seed, follower, step = (np.array([each[part] for each in found], np.int32) for part in range(3))
    all_pairs = Pairs(seed, follower, np.arange(len(found), dtype=np.int64), step.astype(np.int8))
    width = 5
    trail = Trail(
        np.full((4, width), -1, np.int32),
        np.zeros((4, width), np.int64),
        np.zeros((4, width), np.int8),
        np.zeros(4, np.int64),
    )
    bounds = [0, *sorted(min(cut, len(found)) for cut in cuts), len(found)]
    for start, end in pairwise(bounds):
        trail.add(all_pairs.take(slice(start, end)))

    for product in range(4):
        rows = [(at, b, s) for at, (a, b, s) in enumerate(found) if a == product]
        rows += [(at, a, -s) for at, (a, b, s) in enumerate(found) if b == product]
        ring = zip(trail.times[product], trail.neighbours[product], trail.steps[product], strict=True)
        kept = sorted((int(at), int(other), int(step)) for at, other, step in ring if other >= 0)
        assert kept == sorted(rows)[-width:]
        assert trail.written[product] == len(rows)


def test_memory_is_bounded():
    """A huge catalogue gets narrow rings, a small one wide ones."""
    assert Trail.empty(10).neighbours.shape[1] == 256
    assert Trail.empty(1_000_000).neighbours.shape[1] == 8
    assert Trail.empty(0).neighbours.shape[0] == 0


def test_copies_and_padding():
    """A copy can be written to alone; padded rings are empty for the new products."""
    trail = Trail.empty(3)
    trail.add(pairs(log([(0, 0, 0), (0, 1, 1)])))
    copy, padded = trail.copy(), trail.padded(5)
    copy.add(pairs(log([(0, 2, 0), (0, 1, 1)])))

    assert trail.written.tolist() == [1, 1, 0]
    assert copy.written.tolist() == [1, 2, 1]
    assert padded.written.tolist() == [1, 1, 0, 0, 0]
    assert (padded.neighbours[3:] == -1).all()
