"""What a tag is about: the products of a category, of a predicate, of a process, or all of them."""

from slotwise.documents.processes import Process
from slotwise.documents.tags import Tag
from slotwise.tags.business import Business, covers
from tests.worlds import make_catalog

CATALOG = make_catalog(12)
TAG = {"tag": "t", "behaviour": "left", "window_days": 7.0, "expiry_days": 7.0}
STEPS = [
    {"step": "open", "title": "Opens", "type": "start", "when": 'product.category == "device"'},
    {"step": "buy", "title": "Buys", "type": "convert", "when": 'product.category == "device"'},
]


def products(processes=(), **more):
    """The ids of the products that a tag is about."""
    mask = covers(Business.of(Tag.model_validate({**TAG, **more})), CATALOG, dict(processes))
    return [CATALOG.products.ids[place] for place in mask.nonzero()[0]]


def test_every_kind_of_business():
    """Category, predicate over columns, everything."""
    assert products(category="plan") == ["p0", "p1", "p6", "p7"]
    assert products(category="fish") == []
    assert products(products="product.price > 18 && product.category == 'device'") == ["p9"]
    assert len(products()) == 12


def test_a_process_is_about_the_products_of_its_steps():
    """One that there is not is about none."""
    process = Process.model_validate({"process": "shop", "title": "Shop", "steps": STEPS, "owner": "o"})
    assert products({"shop": process}, process="shop") == ["p2", "p3", "p8", "p9"]
    bare = Process.model_validate({**process.to_json(), "steps": [{**each, "when": None} for each in STEPS]})
    assert len(products({"shop": bare}, process="shop")) == 12
