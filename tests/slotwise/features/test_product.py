"""Features of the product."""

import numpy as np
import pytest

from slotwise.counts import CLICKS, CONVERSIONS, INTEREST, ProductCounts
from slotwise.trail import Trail
from tests.worlds import FACETS


def live_of(model, channel: int, place: int, counts: np.ndarray):
    """A world in which one table of totals holds these counts, as of now."""
    empty = ProductCounts.empty(40, FACETS.size, model.as_of)
    empty.totals[channel, place, : len(counts)] = counts
    return model.live(empty, Trail.empty(40), model.as_of)


@pytest.mark.parametrize(
    ("name", "place"),
    [("minutes", 0), ("hour", 1), ("hours", 2), ("days", 3), ("weeks", 4), ("months", 5), ("ever", 6)],
)
def test_popularity_by_halflife(read, checkerboard, name, place):
    """Each popularity is the log of one plus the interest with its half-life."""
    live = live_of(checkerboard, INTEREST, place, np.array([0.0, 1.0, 9.0]))
    expected = np.log1p([0, 1, 9, 0, 0, 0, 0, 0, 0, 0])

    assert np.allclose(read(live=live)[f"popularity_{name}"], expected, atol=1e-6)


@pytest.mark.parametrize(
    ("name", "short", "long"), [("minutes", 0, 1), ("hours", 1, 2), ("days", 2, 3), ("weeks", 3, 4), ("months", 4, 5)]
)
def test_trends_rise_and_fall(read, checkerboard, name, short, long):
    """A trend is the log ratio of a shorter to a longer memory: above for what is wanted now, below for the past."""
    counts = ProductCounts.empty(40, FACETS.size, checkerboard.as_of)
    counts.totals[INTEREST, short, :2] = [9, 1]
    counts.totals[INTEREST, long, :2] = [9, 19]
    reading = read(live=checkerboard.live(counts, Trail.empty(40), checkerboard.as_of))

    assert np.allclose(reading[f"trend_{name}"][:3], [0, np.log(1.5 / 19.5), 0], atol=1e-6)


def test_conversion_rate_is_smoothed(read, checkerboard):
    """Conversions over clicks with one in fifty added, and never above 10."""
    assert read(live=live_of(checkerboard, CLICKS, 6, np.array([50.0])))["conversion_rate"][:2] == pytest.approx(
        [0.01, 0.02]
    )
    assert read(live=live_of(checkerboard, CONVERSIONS, 6, np.array([1e6])))["conversion_rate"][0] == 10


def test_price_and_category(read):
    """Log price, missing where there is none; against the mean of the category; the category's code."""
    reading = read(products=14)

    assert np.isnan(reading["price"][[6, 13]]).all()
    assert reading["price"][3] == pytest.approx(np.log(13))
    assert np.isnan(reading["price_in_category"][6])
    category = reading["category"]
    own = np.flatnonzero(category == category[3])
    assert np.allclose(
        np.diff(reading["price_in_category"][own]), np.diff(reading["price"][own]), atol=1e-5, equal_nan=True
    )
    assert category.tolist() == (np.arange(14) // 2 % 3).tolist()
    assert (reading["content_kind"] == 1).all()


def test_age_is_missing_when_unknown(read):
    """The world's products have no date of publication, so no age."""
    assert np.isnan(read()["product_age"]).all()


def test_shares_and_rates_of_categories(read, checkerboard):
    """The category's click rate is the mean of its products' rates; its share sums to one over the categories."""
    reading = read(products=40)
    rate, category = reading["click_rate"], reading["category"].astype(int)
    means = np.array([rate[category == each].mean() for each in range(3)])

    assert np.allclose(reading["category_click_rate"], means[category], rtol=1e-4)
    assert sum(reading["category_share"][category == each][0] for each in range(3)) == pytest.approx(1, rel=1e-4)
