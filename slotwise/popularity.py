"""Popularity of products, as conditions read it: `product.popularity`, 0 for the least popular one, 1 for the most."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from slotwise.catalog import Catalog
from slotwise.conditions import Condition
from slotwise.counts import HALFLIVES, INTEREST, ProductCounts

NAME = "product.popularity"


def ranked(counts: ProductCounts, catalog: Catalog) -> NDArray[np.float32]:
    """float32 (n_products,): the share of the other products that fewer persons ever took an interest in.

    As of the end of the log that the model was trained on, so that rules mean the same all day; NaN for products that
    came later.
    """
    found = np.full(len(catalog.products), np.nan, np.float32)
    interest = counts.totals[INTEREST, len(HALFLIVES) - 1][: len(found)]
    fewer = np.searchsorted(np.sort(interest), interest, side="left")
    found[: len(interest)] = fewer / max(len(interest) - 1, 1)
    return found


def is_read(conditions: Iterable[Condition | None]) -> bool:
    """Tell whether a condition asks for it."""
    return any(each is not None and NAME in each.names for each in conditions)
