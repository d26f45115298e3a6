"""Diversity: keys by which placements are alike."""

import numpy as np
import pytest

from slotwise.errors import CatalogError
from slotwise.rulebook.kinds.diversity import Diversity
from slotwise.schedule import ALWAYS
from tests.worlds import make_catalog

CATALOG = make_catalog(4)


@pytest.mark.parametrize(
    ("by", "keys"),
    [
        ("category", [0, 0, 0, 0, 1, 1, 1, 1]),
        ("product", [0, 0, 1, 1, 2, 2, 3, 3]),
        ("kind", [0, 1] * 4),
        ("colour", [-1, -1, 0, 0, 1, 1, -1, -1]),
    ],
)
def test_what_is_alike(by, keys):
    """By category, product, kind of content or an attribute; what has no value is free."""
    assert Diversity(by=by).effect(np.ones(8, bool), CATALOG, ALWAYS).keys.tolist() == keys


def test_contents_that_the_rule_is_not_about_are_free():
    """They neither count nor are counted."""
    assert Diversity().effect(np.arange(8) < 2, CATALOG, ALWAYS).keys.tolist() == [0, 0] + [-1] * 6


@pytest.mark.parametrize("by", ["shape", "weight"])
def test_an_attribute_that_holds_no_categories(by):
    """It is refused with the ones that do."""
    with pytest.raises(CatalogError) as told:
        Diversity(by=by).effect(np.ones(8, bool), CATALOG, ALWAYS)
    assert told.value.expected == ["category", "product", "kind", "colour"]
