"""Families: an installation's own facets, numbers and attributes as features."""

import numpy as np
import pytest

from slotwise.features import Schema, feature_set
from slotwise.features.attributes import FEW
from tests.worlds import FACETS, make_catalog


def test_facets_are_codes(read):
    """A facet's feature is the place of its value, missing where it is unknown; the touchpoint is known too."""
    reading = read(context__channel="web", person__city="GZ", touchpoint="bill")

    assert reading.one("facet.context.channel") == 1
    assert reading.one("facet.person.city") == 1
    assert reading.one("facet.touchpoint") == 1
    assert np.isnan(reading.one("facet.scene"))


def test_numbers_are_as_given(read):
    """A numeric fact comes as it is, missing where it is not known."""
    assert read(context__data_used_ratio=0.75).one("number.context.data_used_ratio") == pytest.approx(0.75)
    assert np.isnan(read().one("number.context.data_used_ratio"))


def test_attributes_of_products(read):
    """Categories as codes with unknown missing, numbers as they are."""
    reading = read(products=6)

    assert np.array_equal(reading["attribute.colour"], [np.nan, 0, 1, np.nan, 0, 1], equal_nan=True)
    assert np.array_equal(reading["attribute.weight"], [0, 1, 2, 3, np.nan, 5], equal_nan=True)


def test_identity_only_in_a_small_catalogue(read):
    """The product itself is a feature where there are few of them."""
    names = [feature_set(Schema(make_catalog(count), FACETS, ())).names for count in (FEW, FEW + 1)]

    assert ["product_identity" in each for each in names] == [True, False]
    assert read(products=5)["product_identity"].tolist() == [0, 1, 2, 3, 4]


def test_themes_follow_the_names():
    """What belongs to the person is a person feature, everything else belongs to the scene."""
    features = {each.name: each for each in feature_set(Schema(make_catalog(4), FACETS, ())).features}

    assert features["facet.person.city"].theme == "person"
    assert features["facet.scene"].theme == "scene"
    assert features["facet.touchpoint"].by_touchpoint
    assert features["attribute.colour"].categorical
    assert not features["attribute.weight"].categorical
