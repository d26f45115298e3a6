"""Catalog: products and contents as columns, with the touchpoints that show them.

A content is what a slot shows; it promotes one product. Where a world has no contents of its own,
every product is its own content.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from slotwise.errors import CatalogError
from slotwise.strings import StringTable
from slotwise.touchpoints import Touchpoint

ALWAYS = np.iinfo(np.int64).max
"""`retired_at` of a product that does not end, ms UTC."""


_TIMES = ("published_at", "retired_at")


@dataclass(frozen=True)
class Column:
    """One attribute: codes int32 (n,) into `values` (-1 unknown), or numbers float32 (n,) without values."""

    data: NDArray[np.int32] | NDArray[np.float32]
    values: tuple[str, ...] = ()

    @property
    def categorical(self) -> bool:
        """Whether the column holds codes of categories."""
        return self.data.dtype == np.int32


@dataclass(frozen=True)
class Products:
    """n products. `price` float32 (NaN unknown); times int64 ms UTC; `category` int32 codes (-1 unknown)."""

    ids: StringTable
    titles: StringTable
    texts: StringTable
    category: NDArray[np.int32]
    categories: tuple[str, ...]
    price: NDArray[np.float32]
    published_at: NDArray[np.int64]
    retired_at: NDArray[np.int64]
    attributes: Mapping[str, Column] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def category_or_last(self) -> NDArray[np.intp]:
        """intp (n,): code of the category, of an unknown one the number of categories: the last place of a table."""
        return np.where(self.category < 0, len(self.categories), self.category).astype(np.intp)

    @cached_property
    def log_price(self) -> NDArray[np.float32]:
        """float32 (n,): log of the price, NaN where it is not known or not above 0."""
        return np.log(np.where(self.price > 0, self.price, np.float32(np.nan)))

    @cached_property
    def by_category(self) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
        """Products sorted by `category_or_last`, intp (n,), where each category begins there, and which one it is."""
        order = np.argsort(self.category_or_last, kind="stable")
        found, starts = np.unique(self.category_or_last[order], return_index=True)
        return order, starts, found

    @cached_property
    def businesses(self) -> dict[str, NDArray[np.bool_]]:
        """By business, bool (n,): the products of those that conditions asked about lately."""
        return {}

    def alive(self, now: int) -> NDArray[np.bool_]:
        """bool (n,): published and not retired at `now` (ms UTC)."""
        return (self.published_at <= now) & (now < self.retired_at)


@dataclass(frozen=True)
class Contents:
    """m contents. `product` int32 (m,) is the product each one promotes; `kind` int32 codes of `kinds`."""

    ids: StringTable
    product: NDArray[np.int32]
    kind: NDArray[np.int32]
    kinds: tuple[str, ...]
    titles: StringTable
    deeplinks: StringTable
    published_at: NDArray[np.int64]
    retired_at: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.ids)

    def alive(self, now: int) -> NDArray[np.bool_]:
        """bool (m,): published and not retired at `now` (ms UTC)."""
        return (self.published_at <= now) & (now < self.retired_at)

    @classmethod
    def of_products(cls, products: Products) -> "Contents":
        """Make every product its own content."""
        count = len(products)
        return cls(
            ids=products.ids,
            product=np.arange(count, dtype=np.int32),
            kind=np.zeros(count, dtype=np.int32),
            kinds=("product",),
            titles=products.titles,
            deeplinks=StringTable(np.zeros(0, dtype=np.uint8), np.zeros(count + 1, dtype=np.int64)),
            published_at=products.published_at,
            retired_at=products.retired_at,
        )


@dataclass(frozen=True)
class Catalog:
    """Everything that can be shown and where: products, contents, touchpoints."""

    products: Products
    contents: Contents
    touchpoints: tuple[Touchpoint, ...] = ()
    popularity: NDArray[np.float32] | None = None
    """float32 (n_products,): from 0 for the least to 1 for the most popular, where a rule asks for it."""

    def __post_init__(self) -> None:
        for ids, what in ((self.products.ids, "product"), (self.contents.ids, "content")):
            if len(ids.index) != len(ids):
                raise CatalogError(f"a {what} id stands twice in the catalogue", expected=f"unique {what} ids")
        if len(self.touchpoint_places) != len(self.touchpoints):
            raise CatalogError("a touchpoint stands twice in the catalogue", expected="unique touchpoints")
        products, contents = self.products, self.contents
        _check_lengths("product", len(products), products, ("titles", "texts", "category", "price", *_TIMES))
        _check_lengths("content", len(contents), contents, ("titles", "deeplinks", "product", "kind", *_TIMES))
        for name, column in products.attributes.items():
            if len(column.data) != len(products):
                raise CatalogError(
                    f"attribute {name} has another length", expected=len(products), given=len(column.data)
                )
            if column.categorical:
                _check_codes(name, column.data, len(column.values))
        _check_codes("category", products.category, len(products.categories))
        _check_codes("kind", contents.kind, len(contents.kinds), least=0)
        _check_codes("product of a content", contents.product, len(products), least=0)

    @cached_property
    def one_to_one(self) -> bool:
        """Whether contents are the products themselves."""
        return self.contents.ids is self.products.ids

    @cached_property
    def touchpoint_places(self) -> dict[str, int]:
        """Place of every touchpoint by its name."""
        return {each.touchpoint: place for place, each in enumerate(self.touchpoints)}

    @cached_property
    def attribution_windows(self) -> dict[str, int]:
        """For how long after an exposure an event may be attributed to it, ms, by touchpoint."""
        return {each.touchpoint: each.attribution_window_s * 1_000 for each in self.touchpoints}

    def touchpoint(self, name: str) -> int:
        """Return the place of a touchpoint, or -1; a retired one has none."""
        place = self.touchpoint_places.get(name, -1)
        return -1 if place >= 0 and self.touchpoints[place].retired else place

    @cached_property
    def takes(self) -> NDArray[np.bool_]:
        """bool (n_touchpoints, m): which contents each touchpoint takes, by kind."""
        kinds = np.array(self.contents.kinds, dtype=object)
        rows = [np.isin(kinds, each.kinds)[self.contents.kind] for each in self.touchpoints if each.kinds]
        table = np.ones((len(self.touchpoints), len(self.contents)), dtype=np.bool_)
        table[[place for place, each in enumerate(self.touchpoints) if each.kinds]] = (
            np.array(rows) if rows else np.ones((0, len(self.contents)), dtype=np.bool_)
        )
        return table

    @cached_property
    def by_product(self) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """Contents of each product: start int64 (n + 1,) and contents int32 (m,) in catalogue order."""
        start = np.searchsorted(np.sort(self.contents.product), np.arange(len(self.products) + 1)).astype(np.int64)
        return start, np.argsort(self.contents.product, kind="stable").astype(np.int32)

    def contents_each(self, products: NDArray[np.int32]) -> NDArray[np.int64]:
        """Return how many contents each of the products has, int64 like `products`."""
        start, _ = self.by_product
        return start[products + 1] - start[products]

    def contents_of(self, products: NDArray[np.int32]) -> NDArray[np.int32]:
        """Return all contents of the products, in the order of the products."""
        if self.one_to_one:
            return products
        start, order = self.by_product
        counts = self.contents_each(products)
        first = np.repeat(start[products] - np.concatenate([[0], np.cumsum(counts)[:-1]]), counts)
        return order[first + np.arange(int(counts.sum()))] if len(products) else products


def _check_lengths(what: str, size: int, table: Products | Contents, columns: tuple[str, ...]) -> None:
    for name in columns:
        if len(getattr(table, name)) != size:
            raise CatalogError(f"{what}s have a column of another length: {name}", expected=size)


def _check_codes(name: str, codes: NDArray[np.generic], count: int, least: int = -1) -> None:
    """Raise CatalogError unless all codes lie between `least` and `count - 1`."""
    if len(codes) and not least <= codes.min() <= codes.max() < count:
        raise CatalogError(f"a code of {name} has no value", expected=f"{least} to {count - 1}", given=int(codes.max()))
