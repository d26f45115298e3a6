"""First holdings."""

import numpy as np

from slotwise.events import KIND_CODE, EventType


def test_everyone_begins_with_one_plan(played):
    """The orders before the log hold exactly one plan a person, and each is a conversion of its price."""
    rows, catalog = played.ledger.table("events"), played.world.catalog
    old = rows["at_ms"] < played.world.start_ms
    plans = catalog.product_category[rows["product"]] == catalog.categories.index("plan")

    assert np.bincount(rows["who"][old & plans]).tolist() == [1] * len(played.truth.persons.rate)
    assert set(rows["type"][old].tolist()) == {KIND_CODE[EventType.CONVERT]}
    assert np.array_equal(rows["value"][old], catalog.price[rows["product"][old]])


def test_plan_fits_the_tier(played):
    """Most persons hold a plan of the level of their tier."""
    catalog = played.world.catalog
    rows = played.ledger.table("events")
    old = (rows["at_ms"] < played.world.start_ms) & (catalog.product_category[rows["product"]] == 0)
    levels = np.array([row["attributes"]["level"] for row in catalog.seeds.products])[rows["product"][old]]
    tiers = np.array(["basic", "standard", "premium"])[played.truth.persons.attributes[rows["who"][old], 1]]

    assert (levels == tiers).mean() > 0.8
