"""The catalogue as one document and plain arrays, and back."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from slotwise.catalog import Catalog, Column, Contents, Products
from slotwise.strings import StringTable
from slotwise.touchpoints import Touchpoint

Arrays = dict[str, NDArray[Any]]
_PRODUCT_TEXTS = ("ids", "titles", "texts")
_PRODUCT_COLUMNS = ("category", "price", "published_at", "retired_at")
_CONTENT_TEXTS = ("ids", "titles", "deeplinks")
_CONTENT_COLUMNS = ("product", "kind", "published_at", "retired_at")


def pack_catalog(catalog: Catalog) -> tuple[dict[str, Any], Arrays]:
    """Return a JSON document and arrays by name; contents that are the products themselves are not repeated."""
    products = catalog.products
    arrays = _pack(products, "products", _PRODUCT_TEXTS, _PRODUCT_COLUMNS)
    arrays |= {f"attributes/{place}": column.data for place, column in enumerate(products.attributes.values())}
    if not catalog.one_to_one:
        arrays |= _pack(catalog.contents, "contents", _CONTENT_TEXTS, _CONTENT_COLUMNS)
    return {
        "categories": list(products.categories),
        "attributes": [{"name": name, "values": list(each.values)} for name, each in products.attributes.items()],
        "kinds": None if catalog.one_to_one else list(catalog.contents.kinds),
        "touchpoints": [each.to_json() for each in catalog.touchpoints],
    }, arrays


def unpack_catalog(document: dict[str, Any], arrays: Arrays) -> Catalog:
    """Read what `pack_catalog` wrote."""
    attributes = {
        each["name"]: Column(np.asarray(arrays[f"attributes/{place}"]), tuple(each["values"]))
        for place, each in enumerate(document["attributes"])
    }
    columns = _unpack("products", _PRODUCT_TEXTS, _PRODUCT_COLUMNS, arrays)
    products = Products(**columns, categories=tuple(document["categories"]), attributes=attributes)
    touchpoints = tuple(Touchpoint.from_json(each) for each in document["touchpoints"])
    if document["kinds"] is None:
        return Catalog(products, Contents.of_products(products), touchpoints)
    columns = _unpack("contents", _CONTENT_TEXTS, _CONTENT_COLUMNS, arrays)
    return Catalog(products, Contents(**columns, kinds=tuple(document["kinds"])), touchpoints)


def _pack(table: Products | Contents, name: str, texts: tuple[str, ...], columns: tuple[str, ...]) -> Arrays:
    arrays: Arrays = {f"{name}/{each}": getattr(table, each) for each in columns}
    for each in texts:
        strings: StringTable = getattr(table, each)
        arrays |= {f"{name}/{each}.data": strings.data, f"{name}/{each}.offsets": strings.offsets}
    return arrays


def _unpack(name: str, texts: tuple[str, ...], columns: tuple[str, ...], arrays: Arrays) -> dict[str, Any]:
    found: dict[str, Any] = {each: np.asarray(arrays[f"{name}/{each}"]) for each in columns}
    for each in texts:
        found[each] = StringTable(arrays[f"{name}/{each}.data"], arrays[f"{name}/{each}.offsets"])
    return found
