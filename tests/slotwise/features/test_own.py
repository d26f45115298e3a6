"""Match features from the person's own past."""

import numpy as np
import pytest

from tests.worlds import DAY, HOUR


def test_own_products(read):
    """Times, days and steps since the last touch; missing for what was never touched."""
    reading = read((6 * DAY, "view", "p1"), (4 * DAY, "view", "p2"), (2 * DAY, "click", "p1"), (DAY, "leave", "p3"))

    assert np.allclose(reading["product_times"][:4], np.log1p([0, 2, 1, 0]))
    assert np.allclose(reading["product_last"][1:3], [2, 4])
    assert np.allclose(reading["product_steps"][1:3], [1, 2])
    assert np.isnan(reading["product_last"][[0, 3]]).all()
    assert np.isnan(reading["product_steps"][[0, 3]]).all()


def test_what_is_due(read):
    """Time since the last touch against the mean time between touches; missing below two touches."""
    reading = read((30 * DAY, "view", "p1"), (20 * DAY, "view", "p1"), (10 * DAY, "view", "p1"), (DAY, "view", "p2"))

    assert reading["product_due"][1] == pytest.approx(0, abs=1e-5)
    assert np.isnan(reading["product_due"][[0, 2]]).all()


def test_own_categories(read):
    """Shares lean to the newer ones and sum to one; days since the category was touched; the same as last."""
    reading = read((3 * DAY, "view", "p0"), (2 * DAY, "view", "p2"), (DAY, "view", "p1"))  # categories 0, 1, 0

    share = reading["category_affinity"][[0, 2, 4]]
    assert share.sum() == pytest.approx(1)
    assert share[0] > 2 * share[1]
    assert share[2] == 0
    assert np.array_equal(reading["category_last"][[0, 2, 4]], [1, 2, np.nan], equal_nan=True)
    assert reading["category_same_as_last"][:6].tolist() == [1, 1, 0, 0, 0, 0]


def test_price_to_person(read):
    """Log price against the person's own mean; missing when either is not known."""
    reading = read((2, "view", "p0"), (1, "view", "p2"))

    assert reading["price_to_person"][1] == pytest.approx(np.log(11) - np.log([10, 12]).mean(), rel=1e-4)
    assert np.isnan(reading["price_to_person"][6])
    assert np.isnan(read()["price_to_person"]).all()


def test_exposures_of_a_product(read):
    """Exposures of the last 7 days, hours since the last one, dismissals of those kept."""
    reading = read(
        (8 * DAY, "exposure", "p1"),
        (2 * DAY, "exposure", "p1"),
        (3 * HOUR, "dismiss", "p1"),
        (9 * DAY, "exposure", "p2"),
    )

    assert reading["shown_times"][:4].tolist() == [0, 2, 0, 0]
    assert np.allclose(reading["shown_last"][1:3], [3, 216])
    assert np.isnan(reading["shown_last"][[0, 3]]).all()
    assert reading["dismissed"][:4].tolist() == [0, 1, 0, 0]


def test_a_content_wears_out(read, checkerboard):
    """Exposures of the very content count, those of a week ago half; another content of the product is fresh."""
    reading = read((7 * DAY, "exposure", "p1"), (1, "exposure", "p1"), (14 * DAY, "exposure", "p2"))

    assert reading["content_worn"][:4] == pytest.approx([0, 1.5, 0.25, 0], abs=1e-4)


def test_unknown_categories_are_one_more(read, checkerboard):
    """Products without a category share the last place of the tables and break nothing."""
    products = checkerboard.catalog.products
    category, before = products.category, products.category.copy()
    try:
        category[:4] = -1
        vars(products).pop("category_or_last", None)
        reading = read((1, "view", "p0"))
        assert np.allclose(reading["category_affinity"][:4], 1)
        assert reading["category_affinity"][4:].max() == 0
    finally:
        category[:] = before
        del vars(products)["category_or_last"]
