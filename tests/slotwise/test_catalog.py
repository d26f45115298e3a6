"""The catalogue: consistent columns, contents by product, what touchpoints take."""

from dataclasses import replace

import numpy as np
import pytest

from slotwise.catalog import ALWAYS, Catalog, Column, Contents
from slotwise.errors import CatalogError
from slotwise.strings import StringTable
from slotwise.touchpoints import Touchpoint
from tests.worlds import make_catalog, make_contents, make_products


def broken_catalogs():
    """Catalogues with one thing wrong each."""
    products, contents = make_products(4), make_contents(make_products(4))
    repeated = StringTable.of(["a", "b", "a", "c"])
    yield "product twice", lambda: Catalog(replace(products, ids=repeated), contents)
    yield "content twice", lambda: Catalog(products, replace(contents, ids=StringTable.of(["x"] * 8)))
    yield "titles short", lambda: Catalog(replace(products, titles=StringTable.of(["a"])), contents)
    yield "price short", lambda: Catalog(replace(products, price=products.price[:2]), contents)
    yield "category code", lambda: Catalog(replace(products, categories=("plan",)), contents)
    yield "kind code", lambda: Catalog(products, replace(contents, kinds=("banner",)))
    yield "no such product", lambda: Catalog(products, replace(contents, product=contents.product + 1))
    yield "touchpoint twice", lambda: Catalog(products, contents, (Touchpoint("t"), Touchpoint("t")))
    odd = Column(np.array([0, 5, 0, 0], np.int32), ("only",))
    yield "attribute code", lambda: Catalog(replace(products, attributes={"odd": odd}), contents)
    short = Column(np.zeros(3, np.float32))
    yield "attribute short", lambda: Catalog(replace(products, attributes={"short": short}), contents)


@pytest.mark.parametrize("make", [pytest.param(make, id=what) for what, make in broken_catalogs()])
def test_inconsistent_catalogs_are_refused(make):
    """Repeated ids, columns of unequal length and dangling codes are an error when the catalogue is made."""
    with pytest.raises(CatalogError):
        make()


def test_contents_of_products_in_their_order():
    """Contents come product by product, in the order asked for."""
    catalog = make_catalog(5)

    assert catalog.contents_of(np.array([3, 0], np.int32)).tolist() == [6, 7, 0, 1]
    assert catalog.contents_of(np.zeros(0, np.int32)).tolist() == []
    assert not catalog.one_to_one


def test_contents_in_any_order_find_their_products():
    """Contents need not stand in the order of the products."""
    products = make_products(3)
    contents = replace(make_contents(products), product=np.array([2, 0, 2, 1, 0, 0], np.int32))
    catalog = Catalog(products, contents)

    assert catalog.contents_of(np.array([2, 1, 0], np.int32)).tolist() == [0, 2, 3, 1, 4, 5]


def test_products_are_their_own_contents():
    """Without contents every product is its own, and nothing is copied."""
    catalog = make_catalog(4, contents=False)

    assert catalog.one_to_one
    assert catalog.contents.ids is catalog.products.ids
    assert catalog.contents_of(np.array([2, 1], np.int32)).tolist() == [2, 1]


def test_touchpoints_take_their_kinds():
    """A touchpoint takes the kinds it names; without any it takes all; one that nobody is of, nothing."""
    catalog = make_catalog(3)
    catalog = replace(catalog, touchpoints=(*catalog.touchpoints, Touchpoint("odd", kinds=("hologram",))))

    assert catalog.takes[catalog.touchpoint("home")].tolist() == [True, False] * 3
    assert catalog.takes[catalog.touchpoint("bill")].tolist() == [False, True] * 3
    assert catalog.takes[catalog.touchpoint("feed")].all()
    assert not catalog.takes[catalog.touchpoint("odd")].any()
    assert catalog.touchpoint("nowhere") == -1


def test_alive_from_publication_to_retirement():
    """A product lives from its publication on until just before it retires."""
    products = replace(make_products(3), published_at=np.array([0, 10, 0]), retired_at=np.array([ALWAYS, ALWAYS, 10]))

    assert products.alive(9).tolist() == [True, False, True]
    assert products.alive(10).tolist() == [True, True, False]
    assert Contents.of_products(products).alive(10).tolist() == [True, True, False]


def test_an_empty_catalog_is_one():
    """No products at all is a catalogue too."""
    catalog = make_catalog(0)

    assert catalog.takes.shape == (3, 0)
    assert catalog.contents_of(np.zeros(0, np.int32)).tolist() == []


def test_attribution_windows_are_told_in_milliseconds(checkerboard):
    """By touchpoint, as the catalogue has them in seconds."""
    catalog = checkerboard.catalog

    assert catalog.attribution_windows == {
        each.touchpoint: each.attribution_window_s * 1_000 for each in catalog.touchpoints
    }
