"""The reference of frequency caps: counted in the window, by key, and at rest after a dismissal."""

import pytest

from slotwise.kernels import capping_numpy
from slotwise.kernels.capping_numpy import ALL, CATEGORY, CLICKED, CONTENT, DISMISSED, PRODUCT, SHOWN, TOUCHPOINT
from tests.slotwise.kernels.capping import CLICK, HOUR, NOW, closed, closing

ALL_OF_THEM = [0, 1, 2, 3, 4, 5]


def one(rule: list[int], shown=(), history=(), mask=None) -> tuple[list[int], list[int]] | None:
    """What a single cap closes, and where."""
    return closed(capping_numpy, list(shown), list(history), [rule], None if mask is None else [mask])[0]


def test_what_came_often_enough_in_the_window_closes_what_is_counted_with_it():
    """By content, product, category, and all together; before the window nothing counts."""
    shown = [(0, 70, 0, 0), (0, 98, 0, 0), (4, 99, 0, 1)]

    assert one([2, 24, CONTENT, 0, SHOWN], shown) is None
    assert one([2, 31, CONTENT, 0, SHOWN], shown) == ([0], [])
    assert one([2, 24, PRODUCT, 0, SHOWN], shown) == ([0, 4], [])
    assert one([2, 24, ALL, 0, SHOWN], shown) == (ALL_OF_THEM, [])
    assert one([2, 24, CATEGORY, 0, SHOWN], [(1, 98, 0, 0), (2, 99, 0, 0)]) == ([1, 2, 5], [])


def test_by_touchpoint():
    """Everything that the cap is about is closed there, and nowhere else; an unknown touchpoint counts for none."""
    shown = [(0, 97, 0, 2), (1, 98, 0, 2), (1, 98, 0, -1), (1, 99, 0, -1)]

    assert one([2, 24, TOUCHPOINT, 0, SHOWN], shown) == (ALL_OF_THEM, [2])


def test_only_what_a_cap_is_about_counts_and_closes():
    """The first two contents."""
    mask = [True, True, False, False, False, False]

    assert one([2, 24, PRODUCT, 0, SHOWN], [(0, 98, 0, 0), (4, 99, 0, 0)], mask=mask) is None
    assert one([1, 24, PRODUCT, 0, SHOWN], [(0, 98, 0, 0)], mask=mask) == ([0], [])


def test_what_was_sent_away_rests():
    """As long as the rest lasts, whatever is counted; it does not count as shown."""
    shown = [(0, 94, 1, 0), (1, 95, 1, 0), (2, 96, 1, 0)]

    assert one([0, 1, CONTENT, 5, SHOWN], shown) == ([2], [])
    assert one([0, 1, CONTENT, 6, CLICKED], shown) == ([1, 2], [])
    assert one([1, 24, CONTENT, 0, SHOWN], shown) is None
    assert one([3, 24, ALL, 0, DISMISSED], shown) == (ALL_OF_THEM, [])


def test_clicks_are_counted_by_their_product():
    """Other events are not, nor what was shown."""
    history = [(0, CLICK, 97, 0), (0, CLICK + 1, 98, 0), (0, CLICK, 99, 1)]

    assert one([2, 24, PRODUCT, 0, CLICKED], [(1, 99, 0, 0)] * 2, history) == ([0, 4], [])
    assert one([3, 24, PRODUCT, 0, CLICKED], (), history) is None
    assert one([1, 24, TOUCHPOINT, 0, CLICKED], (), history) == (ALL_OF_THEM, [0, 1])


def test_what_has_no_category_is_never_capped_by_it():
    """A product without one is counted with no other."""
    assert one([1, 24, CATEGORY, 24, SHOWN], [(3, 99, 0, 0), (3, 99, 1, 0)]) is None


def test_without_anything():
    """Nothing is reached; no caps at all are none."""
    assert one([1, 24, ALL, 24, CLICKED]) is None
    assert closed(capping_numpy, [], [], []) == []


@pytest.mark.parametrize("rule", [[2, 24, PRODUCT, 3, SHOWN], [1, 5, CONTENT, 9, DISMISSED], [2, 9, ALL, 0, CLICKED]])
def test_until_then_nothing_changes(rule):
    """Whatever is counted, it is the first of it to leave its window, or its rest, that may change something."""
    shown, history = [(0, 90, 0, 0), (0, 96, 1, 0), (4, 99, 0, 1)], [(0, CLICK, 93, 0), (0, CLICK, 99, 1)]
    found, until = closing(capping_numpy, shown, history, [rule])

    assert NOW < until <= NOW + 24 * HOUR
    assert closing(capping_numpy, shown, history, [rule], now=until - 1)[0] == found
    assert closing(capping_numpy, shown, history, [rule], now=until)[1] > until
    assert closing(capping_numpy, [], [], [rule]) == ([None], capping_numpy.NEVER)
