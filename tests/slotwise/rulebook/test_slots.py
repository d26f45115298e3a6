"""Slots: pins and limits as masks for what comes next."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from slotwise.rulebook.effects import Limiting, Pinning
from slotwise.rulebook.slots import Slots

CONTENTS, PRODUCTS = np.arange(6, dtype=np.int32), np.array([0, 0, 1, 2, 3, 4], np.int32)
OPEN = np.ones(6, bool)


def marks(*places: int) -> np.ndarray:
    found = np.zeros(6, bool)
    found[list(places)] = True
    return found


def slots(*effects, count: int = 3) -> Slots:
    pins = [each for each in effects if isinstance(each, Pinning)]
    return Slots(pins, [each for each in effects if isinstance(each, Limiting)], CONTENTS, PRODUCTS, count)


def places(mask: np.ndarray) -> list[int]:
    return np.flatnonzero(mask).tolist()


def test_a_pin_takes_its_slot_and_waits_for_it():
    """Before its slot no content of its product comes, in it nothing else, after it everything."""
    pinned = slots(Pinning(marks(0), 2))

    assert places(pinned.allowed(OPEN, [])) == [2, 3, 4, 5]
    assert places(pinned.allowed(OPEN & ~marks(3), [3])) == [0]
    assert places(pinned.allowed(marks(1, 2, 4, 5), [3, 0])) == [1, 2, 4, 5]


def test_a_pin_that_cannot_be_kept_is_no_pin():
    """Its content is not open, or nothing but it is left, or its slot is not asked for."""
    assert places(slots(Pinning(marks(0), 1)).allowed(marks(2, 3), [])) == [2, 3]
    assert places(slots(Pinning(marks(0), 2)).allowed(marks(0), [])) == [0]
    assert not slots(Pinning(marks(0), 3), count=2)
    assert not slots()


def test_the_first_of_two_pins_in_one_slot_counts():
    """And the second where both agree."""
    both = slots(Pinning(marks(0, 2), 1), Pinning(marks(2, 3), 1))
    apart = slots(Pinning(marks(0), 1), Pinning(marks(3), 1))

    assert places(both.allowed(OPEN, [])) == [2]
    assert places(apart.allowed(OPEN, [])) == [0]


def test_two_pins_of_one_content_keep_the_slate_whole():
    """What stands in the first pin's slot is not awaited in the second one's: anything else may come there."""
    twice = slots(Pinning(marks(2), 1), Pinning(marks(2), 2))

    assert places(twice.allowed(OPEN, [])) == [2]
    assert places(twice.allowed(OPEN, [2])) == [0, 1, 3, 4, 5]


def test_a_limit_closes_what_is_full():
    """Keys below 0 are free."""
    keys = np.array([7, 7, 7, 8, -1, -1], np.int32)
    limited = slots(Limiting(keys, 2))

    assert places(limited.allowed(OPEN, [0])) == [1, 2, 3, 4, 5]
    assert places(limited.allowed(OPEN, [0, 1])) == [3, 4, 5]
    assert places(limited.allowed(OPEN, [4, 5])) == [0, 1, 2, 3]


@given(
    open_=st.lists(st.booleans(), min_size=6, max_size=6),
    pins=st.lists(st.tuples(st.sets(st.integers(0, 5)), st.integers(1, 4)), max_size=3),
    drawn=st.lists(st.integers(0, 5), max_size=3, unique=True),
)
def test_pins_never_empty_a_slot(open_, pins, drawn):
    """Of what is open and not drawn something stays open, and nothing that was closed opens."""
    mask = np.array(open_) & ~marks(*drawn)
    left = slots(*(Pinning(marks(*which), slot) for which, slot in pins)).allowed(mask, drawn)

    assert left.any() == mask.any()
    assert not (left & ~mask).any()
