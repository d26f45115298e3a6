"""The catalogue of a data set is complete and in a fixed order."""

import numpy as np
import pytest

from slotwise.catalog import ALWAYS
from slotwise.errors import CatalogError
from training.dataset import load

EVENTS = (["occurred_at", "person_id", "type", "product_id"], [(1, "a", "view", "p2"), (2, "a", "view", "p1")])


def test_products_are_those_of_the_file_and_of_the_log(small):
    """In the order of their ids; what only the log knows has its id as title and nothing else."""
    products = load(small).catalog.products

    assert list(products.ids) == ["p1", "p2", "p3", "p4"]
    assert list(products.titles) == ["Bun", "Tea", "p3", "Jam"]
    assert products.categories == ("food", "drink")
    assert products.category.tolist() == [0, 1, -1, 0]
    assert np.isnan(products.price).tolist() == [True, False, True, False]
    assert (products.published_at.tolist(), products.retired_at.tolist()) == ([0] * 4, [ALWAYS] * 4)


def test_attributes_are_categories_or_numbers(small):
    """Text by frequency and name, numbers as they are."""
    brand, weight = (load(small).catalog.products.attributes[name] for name in ("brand", "weight"))

    assert (brand.values, brand.data.tolist()) == (("B", "A"), [1, 0, -1, 0])
    assert not weight.categorical
    assert weight.data[[1, 3]].tolist() == [2.0, 1.0]


def test_contents_promote_products(small):
    """Their products by code, their kinds by frequency; a content without a title is called by its id."""
    contents = load(small).catalog.contents

    assert (list(contents.ids), contents.product.tolist()) == (["c1", "c2", "c3"], [1, 0, 2])
    assert (contents.kinds, contents.kind.tolist()) == (("banner", "tile"), [0, 0, 1])
    assert list(contents.titles) == ["c1", "c2", "c3"]


def test_without_contents_every_product_is_its_own(write):
    """And the products of the log are the catalogue when there is no file of them."""
    catalog = load(write(events=EVENTS)).catalog

    assert catalog.one_to_one
    assert list(catalog.contents.ids) == ["p1", "p2"]


def test_touchpoints_are_listed_or_logged(small, write):
    """Those of touchpoints.json first, then those of the log with the slots that were used."""
    found = load(small).catalog.touchpoints

    assert [(each.touchpoint, each.slots) for each in found] == [("home", 4), ("exit", 1)]


def test_without_touchpoints_there_is_one(write):
    """It is called default and has 10 slots."""
    found = load(write(events=EVENTS)).catalog.touchpoints

    assert [(each.touchpoint, each.slots) for each in found] == [("default", 10)]


def test_ids_that_repeat_are_refused(write):
    """Two rows of one product cannot both be true."""
    with pytest.raises(CatalogError):
        load(write(events=EVENTS, products=(["product_id", "title"], [("p1", "a"), ("p1", "b")])))
