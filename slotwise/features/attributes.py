"""Families of features from an installation's own columns: facets, numeric facts, product attributes."""

from functools import partial

import numpy as np

from slotwise.facets import TOUCHPOINT
from slotwise.features import Column, Feature, Items, Request, Schema, Theme, family


def _facet(request: Request, place: int, first: int) -> float:
    row = int(request.moment.facets[place])
    return float(row - first) if row >= 0 else np.nan


def _number(request: Request, place: int) -> float:
    return float(request.moment.numbers[place])


def _attribute(items: Items, name: str) -> Column:
    column = items.catalog.products.attributes[name]
    data = column.data[items.products].astype(np.float32)
    return np.where(data < 0, np.float32(np.nan), data) if column.categorical else data


def _category(items: Items) -> Column:
    code = items.catalog.products.category[items.products].astype(np.float32)
    return np.where(code < 0, np.float32(np.nan), code)


def _identity(items: Items) -> Column:
    return items.products.astype(np.float32)


def _theme(name: str) -> Theme:
    return "person" if name.startswith("person.") else "scene"


@family
def facet_features(schema: Schema) -> list[Feature]:
    """Make a categorical feature of every facet."""
    found = []
    for place, each in enumerate(schema.facets.fields):
        compute = partial(_facet, place=place, first=int(schema.facets.offsets[place]))
        by_touchpoint = each.theme == TOUCHPOINT
        found.append(
            Feature(
                f"facet.{each.name}", _theme(each.name), "code", f"Value of {each.name}.", compute, True, by_touchpoint
            )
        )
    return found


@family
def number_features(schema: Schema) -> list[Feature]:
    """Make a feature of every numeric fact."""
    return [
        Feature(f"number.{name}", _theme(name), "as given", f"Value of {name}.", partial(_number, place=place))
        for place, name in enumerate(schema.facets.numbers)
    ]


FEW = 200
"""Most values of a categorical product feature: with more, trees would learn single products by heart."""


@family
def product_attributes(schema: Schema) -> list[Feature]:
    """Make a feature of every product attribute that is a number or has few values."""
    return [
        Feature(f"attribute.{name}", "product", "code" if column.categorical else "as given", f"Product's {name}.",
                partial(_attribute, name=name), column.categorical)
        for name, column in schema.catalog.products.attributes.items()
        if len(column.values) <= FEW
    ]  # fmt: skip


@family
def product_names(schema: Schema) -> list[Feature]:
    """Make the category and the product itself categorical features where there are few of them."""
    found = []
    if 1 < len(schema.catalog.products.categories) <= FEW:
        found.append(Feature("category", "product", "code", "The product's category.", _category, True))
    if 1 < len(schema.catalog.products) <= FEW:
        found.append(Feature("product_identity", "product", "code", "The product itself.", _identity, True))
    return found
