"""The seed files as arrays: codes for products, contents, categories, pages, pools and surfaces."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from training.simulate.categories import CATEGORIES, Category
from training.simulate.clock import IntArray
from training.simulate.seeds import Seeds


@dataclass(frozen=True)
class Catalog:
    """Codes are positions in the seed files; a surface is one page of one channel with its touchpoints."""

    seeds: Seeds

    @cached_property
    def product_ids(self) -> list[str]:
        """Product ids by code."""
        return [row["product_id"] for row in self.seeds.products]

    @cached_property
    def content_ids(self) -> list[str]:
        """Content ids by code."""
        return [row["content_id"] for row in self.seeds.contents]

    @cached_property
    def content_code(self) -> dict[str, int]:
        """Content id -> code."""
        return {content: code for code, content in enumerate(self.content_ids)}

    @cached_property
    def touchpoint_code(self) -> dict[str, int]:
        """Touchpoint name -> code."""
        return {row.touchpoint: code for code, row in enumerate(self.seeds.touchpoints)}

    @cached_property
    def categories(self) -> list[str]:
        """Category names by code: the known ones, then those that only the seed files name."""
        extra = sorted({row["category"] for row in self.seeds.products} - CATEGORIES.keys())
        return [*CATEGORIES, *extra]

    @cached_property
    def category_facts(self) -> list[Category]:
        """Behaviour of each category, by code."""
        return [CATEGORIES.get(name, Category()) for name in self.categories]

    @cached_property
    def product_category(self) -> IntArray:
        """Category code of each product, int64[n_products]."""
        return np.array([self.categories.index(row["category"]) for row in self.seeds.products], np.int64)

    @cached_property
    def price(self) -> npt.NDArray[np.float64]:
        """Price of each product in CNY, float64[n_products]; 0 where none is given."""
        return np.array([row.get("price") or 0.0 for row in self.seeds.products])

    @cached_property
    def content_product(self) -> IntArray:
        """Product code of each content, int64[n_contents]."""
        codes = {product: code for code, product in enumerate(self.product_ids)}
        return np.array([codes[row["product_id"]] for row in self.seeds.contents], np.int64)

    @cached_property
    def pools(self) -> list[tuple[str, ...]]:
        """Distinct sets of kinds that touchpoints allow; touchpoints with equal kinds draw from one pool."""
        return list(dict.fromkeys(row.kinds for row in self.seeds.touchpoints))

    @cached_property
    def pool_of(self) -> IntArray:
        """Pool code of each touchpoint, int64[n_touchpoints]."""
        return np.array([self.pools.index(row.kinds) for row in self.seeds.touchpoints], np.int64)

    @cached_property
    def in_pool(self) -> npt.NDArray[np.bool_]:
        """Membership of contents in pools, bool[n_pools, n_contents]; no kinds means any kind."""
        kinds = [row["kind"] for row in self.seeds.contents]
        return np.array([[not pool or kind in pool for kind in kinds] for pool in self.pools])
