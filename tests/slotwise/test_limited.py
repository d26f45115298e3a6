"""Limited: the slate found at once is the one that the mask gives slot by slot."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from slotwise.limited import Limit, Limited, Pin

OPEN = np.array([True, True, True, False, True])
CATEGORY = np.array([0, 0, 1, 1, -1], np.int32)
FIRST = np.array([False, False, True, True, False])


def test_what_may_come_next():
    """Open, not drawn, with room in its category, and what is pinned in its slot."""
    mask = Limited(OPEN, [Limit(CATEGORY, 1)], [Pin(2, FIRST, FIRST)])

    assert mask([]).tolist() == [True, True, False, False, True]
    assert mask([0]).tolist() == [False, False, True, False, False]
    assert mask([0, 2]).tolist() == [False, False, False, False, True]


def test_nothing_to_limit():
    """Without limits and pins what is not drawn stays open; without candidates there is no slate."""
    assert Limited(OPEN, [])([1]).tolist() == [True, False, True, False, True]
    places, opens = Limited(np.zeros(0, np.bool_), []).in_order(np.zeros(0), 3)
    assert (places.shape, opens.shape) == ((0,), (0, 0))


@given(
    candidates=st.lists(st.tuples(st.integers(0, 4), st.booleans(), st.integers(-1, 3), st.booleans()), max_size=10),
    most=st.integers(1, 3),
    slot=st.integers(1, 4),
    slots=st.integers(0, 12),
)
def test_the_slate_at_once(candidates, most, slot, slots):
    """Every place is the best of what its slot is open for, and that is what the mask says after those before."""
    scores = np.array([float(score) for score, *_ in candidates])
    marks = np.array([each for *_, each in candidates], np.bool_)
    keys = np.array([key for *_, key, _ in candidates], np.int32)
    mask = Limited(
        np.array([each for _, each, *_ in candidates], np.bool_), [Limit(keys, most)], [Pin(slot, marks, marks)]
    )
    places, opens = mask.in_order(scores, slots)

    for number, place in enumerate(places.tolist()):
        assert opens[number].tolist() == mask(places[:number].tolist()).tolist()
        assert place == max(np.flatnonzero(opens[number]).tolist(), key=lambda each: (scores[each], -each))
    assert len(places) in (slots, len(scores)) or not mask(places.tolist()).any()
