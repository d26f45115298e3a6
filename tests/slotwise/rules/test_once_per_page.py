"""Once per page: a product in one slot only."""

import numpy as np

from slotwise.rules import Board
from slotwise.rules.once_per_page import OncePerPage
from tests.worlds import make_catalog


def test_products_on_the_page_are_closed():
    """Other contents of a product that stands on this or another touchpoint are closed too."""
    catalog = make_catalog(4)
    contents = np.arange(8, dtype=np.int32)
    board = Board(catalog.touchpoints[0], catalog, contents, catalog.contents.product, frozenset({3}))
    mask = OncePerPage().allow(board, [0])

    assert mask.tolist() == [False, False, True, True, True, True, False, False]


def test_an_empty_page_is_open():
    """Nothing placed, nothing forbidden."""
    catalog = make_catalog(4)
    board = Board(catalog.touchpoints[0], catalog, np.arange(8), catalog.contents.product, frozenset())

    assert OncePerPage().allow(board, []) is None


def test_it_limits_nothing_where_no_product_has_two_candidates():
    """Then what is drawn closes no other candidate, whatever it is; else there may be one of each product."""
    catalog = make_catalog(4)
    two_each = np.arange(8, dtype=np.int32)
    for contents, limits in ((two_each, 1), (two_each[::2], 0)):
        products = catalog.contents.product[contents]
        board = Board(catalog.touchpoints[0], catalog, contents, products, frozenset({3}))
        assert len(OncePerPage().limits(board)) == limits
    assert OncePerPage().allow(board, [0, 1]).tolist() == OncePerPage().allow(board, []).tolist()
