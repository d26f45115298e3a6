"""Placements are written as JSON, whatever the texts, and a content only once."""

import json

from hypothesis import given
from hypothesis import strategies as st

from service.rendering import Renderer
from slotwise.catalog import Catalog, Contents
from slotwise.decision import Placement
from slotwise.strings import StringTable
from tests.worlds import make_products


def renderer(*titles: str) -> Renderer:
    """A catalogue of products that are their own contents, with these titles."""
    products = make_products(len(titles))
    products = type(products)(**{**vars(products), "titles": StringTable.of(titles)})
    return Renderer(Catalog(products, Contents.of_products(products)))


@given(st.text(), st.floats(allow_nan=False, allow_infinity=False), st.floats(1e-300, 1))
def test_what_is_written_is_json(title, score, propensity):
    """Any title, score and propensity can be read back by any JSON reader, exactly."""
    written = renderer(title).placement(Placement(1, 0, 0, score, propensity, propensity), b"t.k", b'{"code":"x"}')
    found = json.loads(written)

    assert (found["content_id"], found["product_id"], found["slot"]) == ("p0", "p0", 1)
    assert (found["score"], found["propensity"]) == (score, propensity)
    assert found.get("title", "") == title
    assert found["reason"] == {"code": "x"}


def test_half_a_surrogate_in_a_title_leaves_no_slot_empty():
    """An imported text that is not quite Unicode is shown as well as it can be."""
    assert json.loads(renderer("a\ud800b").placement(Placement(1, 0, 0, 0.0, 1.0, 1.0), b"t", b""))["title"] == "a?b"


def test_a_content_is_written_once():
    """The second time it is the very same entry."""
    made = renderer("a", "b")

    assert made.content(1) is made.content(1)
    assert made.content(1).content_id == "p1"
