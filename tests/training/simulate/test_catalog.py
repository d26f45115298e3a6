"""The seed files as arrays."""

import numpy as np


def test_codes_are_positions(bare_world):
    """Every content points at its product, and every product at its category."""
    catalog = bare_world.catalog
    for code in (0, 100, len(catalog.content_ids) - 1):
        row = catalog.seeds.contents[code]
        product = catalog.content_product[code]
        assert catalog.product_ids[product] == row["product_id"]
        assert catalog.categories[catalog.product_category[product]] == catalog.seeds.products[product]["category"]


def test_pools_follow_kinds(bare_world):
    """A pool holds exactly the contents of the kinds that its touchpoints allow."""
    catalog = bare_world.catalog
    kinds = np.array([row["kind"] for row in catalog.seeds.contents])
    for code, touchpoint in enumerate(catalog.seeds.touchpoints):
        assert set(kinds[catalog.in_pool[catalog.pool_of[code]]]) == set(touchpoint.kinds)
