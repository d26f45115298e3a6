"""Diversity: at most so many placements of one category, product or attribute value on a touchpoint."""

import numpy as np
from pydantic import Field

from slotwise.catalog import Catalog
from slotwise.errors import CatalogError
from slotwise.rulebook.effects import Limiting, Mask
from slotwise.rulebook.kinds import Kind
from slotwise.schedule import Schedule


class Diversity(Kind):
    """Counts among the contents that the rule is about; what has no value is free."""

    name = "diversity"

    most: int = Field(1, ge=1)
    by: str = "category"
    """`category`, `product`, `kind` (of content), or the name of an attribute of products that holds categories."""

    def effect(self, matched: Mask, catalog: Catalog, schedule: Schedule) -> Limiting:
        """Limit the matched contents; raise CatalogError for an attribute that the catalogue does not have."""
        return Limiting(np.where(matched, self._keys(catalog), -1).astype(np.int32), self.most)

    def _keys(self, catalog: Catalog) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
        contents = catalog.contents
        if self.by == "kind":
            return contents.kind
        if self.by == "product":
            return contents.product
        if self.by == "category":
            return catalog.products.category[contents.product]
        column = catalog.products.attributes.get(self.by)
        if column is None or not column.categorical:
            known = sorted(name for name, each in catalog.products.attributes.items() if each.categorical)
            raise CatalogError(
                f"products have no attribute {self.by!r} that holds categories",
                expected=["category", "product", "kind", *known],
                given=self.by,
            )
        return column.data[contents.product].astype(np.int32)
