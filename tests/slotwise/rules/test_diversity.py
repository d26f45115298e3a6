"""Diversity: room for so many of one category."""

import numpy as np

from slotwise.rules import Board
from slotwise.rules.diversity import Diversity
from slotwise.touchpoints import Touchpoint
from tests.worlds import make_catalog

CATALOG = make_catalog(8, contents=False)  # categories 0 0 1 1 2 2 0 0
PRODUCTS = np.arange(8, dtype=np.int32)


def allowed(rule: Diversity, drawn: list[int], per_category: int = 0, catalog=CATALOG):
    board = Board(Touchpoint("t", per_category=per_category), catalog, PRODUCTS, PRODUCTS, frozenset())
    mask = rule.allow(board, drawn)
    return None if mask is None else np.flatnonzero(mask).tolist()


def test_full_categories_are_closed():
    """A category closes when its room is used up, not before."""
    assert allowed(Diversity(1), []) is None
    assert allowed(Diversity(1), [0]) == [2, 3, 4, 5]
    assert allowed(Diversity(2), [0, 2]) is None
    assert allowed(Diversity(2), [0, 6]) == [2, 3, 4, 5]


def test_the_touchpoint_goes_first():
    """What the touchpoint says counts, the rule's own limit only where it says nothing."""
    assert allowed(Diversity(5), [0], per_category=1) == [2, 3, 4, 5]
    assert allowed(Diversity(), [0, 1, 6]) is None


def test_products_without_category_are_free():
    """Of an unknown category there may be any number."""
    catalog = make_catalog(8, contents=False)
    catalog.products.category[:] = -1

    assert allowed(Diversity(1), [0, 1], catalog=catalog) is None


def test_it_binds_where_there_is_a_limit():
    """Where neither says one it need not be asked."""
    assert not Diversity().binds(Touchpoint("t"))
    assert Diversity().binds(Touchpoint("t", per_category=1))
    assert Diversity(2).binds(Touchpoint("t"))
