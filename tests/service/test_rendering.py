"""Placements are written as JSON, whatever the texts, and a content only once."""

import json

from hypothesis import given
from hypothesis import strategies as st

from service.rendering import Renderer
from slotwise.catalog import Catalog, Contents
from slotwise.decision import Placement
from slotwise.strings import StringTable
from tests.worlds import make_products

SEEN = []
"""What was signed."""


def signed(slot: int, ids: bytes, propensity: bytes) -> bytes:
    """Stand for a signature."""
    SEEN.append((slot, ids, propensity))
    return b"%d.k" % slot


def renderer(*titles: str) -> Renderer:
    """A catalogue of products that are their own contents, with these titles."""
    products = make_products(len(titles))
    products = type(products)(**{**vars(products), "titles": StringTable.of(titles)})
    return Renderer(Catalog(products, Contents.of_products(products)))


@given(st.text(), st.floats(allow_nan=False, allow_infinity=False), st.floats(1e-300, 1))
def test_what_is_written_is_json(title, score, propensity):
    """Any title, score and propensity can be read back by any JSON reader, exactly."""
    placed = Placement(1, 0, 0, score, propensity, propensity)
    (found,) = json.loads(renderer(title).placements([placed], signed, [b'{"code":"x"}']))

    assert (found["content_id"], found["product_id"], found["slot"]) == ("p0", "p0", 1)
    assert (found["score"], found["propensity"]) == (score, propensity)
    assert found.get("title", "") == title
    assert (found["reason"], found["token"]) == ({"code": "x"}, "1.k")
    assert json.loads(f"[{SEEN[-1][1].decode()},{SEEN[-1][2].decode()}]") == ["p0", "p0", propensity]


def test_half_a_surrogate_in_a_title_leaves_no_slot_empty():
    """An imported text that is not quite Unicode is shown as well as it can be."""
    (found,) = json.loads(renderer("a\ud800b").placements([Placement(1, 0, 0, 0.0, 1.0, 1.0)], signed))
    assert (found["title"], "reason" in found) == ("a?b", False)


def test_placements_are_written_in_their_order():
    """Each with its own numbers; none at all is an empty list."""
    made = renderer("a", "b", "c")
    placed = [Placement(number + 1, number, number, number / 3, 1 / (number + 1), 0.5) for number in range(3)]
    found = json.loads(made.placements(placed, signed, [b'"x"', b'"y"', b'"z"']))

    assert [each["content_id"] for each in found] == ["p0", "p1", "p2"]
    assert [(each["score"], each["propensity"]) for each in found] == [(one.score, one.propensity) for one in placed]
    assert [each["reason"] for each in found] == ["x", "y", "z"]
    assert made.placements([], signed) == b"[]"


def test_ids_are_those_that_are_written():
    """Whether their contents were written before or not."""
    made = renderer("a", "b", "c")
    made.content(2)

    assert made.content_ids([2, 0]) == ["p2", "p0"]
    assert made.content_ids([0, 2]) == ["p0", "p2"]


def test_a_content_is_written_once():
    """The second time it is the very same entry."""
    made = renderer("a", "b")

    assert made.content(1) is made.content(1)
    assert made.content(1).content_id == "p1"
