"""Columns: every content of a catalogue with its product, as conditions read them: `product.*` and `content.*`."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from slotwise.catalog import Catalog
from slotwise.catalog import Column as Attribute
from slotwise.conditions import Column, Columns, Numbers, Texts


class ContentColumns(Columns):
    """One row a content. Of products: product_id, title, category, price, published_at and retired_at (ms UTC), all
    attributes, and popularity where the catalogue has it; of contents: content_id, kind, title, published_at,
    retired_at."""

    def __init__(self, catalog: Catalog):
        self._catalog = catalog

    def __len__(self) -> int:
        return len(self._catalog.contents)

    def column(self, name: str) -> Column | None:
        """Return a column of the product or of the content, or None where the catalogue has no such column."""
        group, _, field = name.partition(".")
        if group == "content":
            return self._of_content(field)
        return self._of_product(field) if group == "product" else None

    def _of_content(self, field: str) -> Column | None:
        contents = self._catalog.contents
        match field:
            case "content_id":
                return _own(contents.ids)
            case "kind":
                return Texts(contents.kind, contents.kinds)
            case "title":
                return _own(contents.titles)
            case "published_at" | "retired_at":
                return Numbers(getattr(contents, field).astype(np.float64))
        return None

    def _of_product(self, field: str) -> Column | None:
        products, rows = self._catalog.products, self._catalog.contents.product
        match field:
            case "product_id":
                return Texts(rows, tuple(products.ids))
            case "title":
                return Texts(rows, tuple(products.titles))
            case "category":
                return Texts(products.category[rows], products.categories)
            case "price":
                return Numbers(products.price[rows].astype(np.float64))
            case "published_at" | "retired_at":
                return Numbers(getattr(products, field)[rows].astype(np.float64))
            case "popularity" if self._catalog.popularity is not None:
                return Numbers(self._catalog.popularity[rows].astype(np.float64))
        found = products.attributes.get(field)
        return None if found is None else _attribute(found, rows)


def _own(texts: Iterable[str]) -> Texts:
    words = tuple(texts)
    return Texts(np.arange(len(words), dtype=np.int32), words)


def _attribute(column: Attribute, rows: NDArray[np.int32]) -> Column:
    if column.categorical:
        return Texts(column.data[rows].astype(np.int32), column.values)
    return Numbers(column.data[rows].astype(np.float64))
