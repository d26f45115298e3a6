"""Columns of contents: what conditions over products and contents read."""

import numpy as np
import pytest

from slotwise.conditions import Condition
from slotwise.rulebook.columns import ContentColumns
from tests.worlds import make_catalog


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('content.content_id == "p1.tile"', ["p1.tile"]),
        ('content.kind == "tile" && product.product_id in ["p0", "p3"]', ["p0.tile", "p3.tile"]),
        ('product.category == "plan" && product.price < 11', ["p0.banner", "p0.tile"]),
        ("product.price > 16", []),  # the price of p6 is not known
        ('product.colour == "red" && content.kind == "banner"', ["p1.banner", "p4.banner"]),
        ("product.weight == 2", ["p2.banner", "p2.tile"]),
        ('product.title.startsWith("双数") && product.weight >= 3 && content.kind == "tile"', ["p6.tile"]),
        ('content.title == "p5 banner"', ["p5.banner"]),
        ("content.published_at > 0 || product.retired_at < 1000", []),
        ('product.shape == "round"', []),
        ('!(product.shape == "round")', []),  # unknown, and not false
    ],
)
def test_conditions_over_the_catalogue(text, expected):
    """By product and by content; what is unknown is not true."""
    catalog = make_catalog(7)
    found = Condition.of(text).over(ContentColumns(catalog))

    assert [catalog.contents.ids[each] for each in np.flatnonzero(found).tolist()] == expected


def test_products_that_are_their_own_contents():
    """The same names work."""
    catalog = make_catalog(3, contents=False)
    assert Condition.of("content.content_id == product.product_id").over(ContentColumns(catalog)).tolist() == [True] * 3
