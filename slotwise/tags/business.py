"""Business: which products a tag is about."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from slotwise.catalog import Catalog, Contents
from slotwise.conditions import Condition
from slotwise.documents.tags import Tag
from slotwise.rulebook.columns import ContentColumns


class Business(NamedTuple):
    """A category, a predicate over products, a process; none of them means all products."""

    category: str = ""
    products: Condition | None = None
    process: str = ""

    @classmethod
    def of(cls, tag: Tag) -> "Business":
        """Return the business of a tag."""
        return cls(tag.category, tag.products, tag.process)


def covers(business: Business, catalog: Catalog, processes: Mapping[str, Any]) -> NDArray[np.bool_]:
    """Return bool (n_products,): the products that a business is about, as far as the catalogue knows them."""
    products = catalog.products
    if business.category:
        known = business.category in products.categories
        code = products.categories.index(business.category) if known else len(products.categories)
        found: NDArray[np.bool_] = products.category == code
        return found
    if business.products is not None:
        return business.products.over(product_columns(catalog))
    if business.process:
        return _of_process(processes.get(business.process), catalog)
    return np.ones(len(products), np.bool_)


def product_columns(catalog: Catalog) -> ContentColumns:
    """Return the columns of a catalogue with one row a product, in the order of the products."""
    return ContentColumns(replace(catalog, contents=Contents.of_products(catalog.products), touchpoints=()))


def _of_process(process: Any, catalog: Catalog) -> NDArray[np.bool_]:
    """The products that the steps of a process ask for; a process that asks for none is about all of them."""
    steps = () if process is None else process.steps
    asked = [each.when for each in steps if each.when is not None and _of_products(each.when)]
    columns = product_columns(catalog)
    found = np.zeros(len(catalog.products), np.bool_)
    for each in asked:
        found |= each.over(columns)
    return found if asked or process is None else ~found


def _of_products(when: Condition) -> bool:
    return any(name.startswith("product.") for name in when.names)
