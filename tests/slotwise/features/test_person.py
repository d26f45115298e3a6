"""Features of the person."""

import numpy as np
import pytest

from tests.worlds import DAY, HOUR

MINUTE = 60_000


def test_a_stranger(read):
    """Of nobody little is known: counts are 0, what has no value is missing."""
    reading = read()

    for name in ("person_events", "person_products", "person_last_day", "person_visit_length", "person_categories"):
        assert reading.one(name) == 0, name
    for name in ("person_idle", "person_repeats", "person_price"):
        assert np.isnan(reading.one(name)), name
    assert reading.one("person_tenure") == 0
    assert reading.one("person_click_rate") == pytest.approx(0.01)


def test_counts_and_shares(read):
    """Events without exposures, different products and categories, repeats, conversions, clicks over exposures."""
    shown = [(DAY + each, "exposure", "p9") for each in range(50)]
    reading = read((3 * DAY, "view", "p0"), (2 * DAY, "click", "p0"), (DAY, "convert", "p2"), *shown)

    assert reading.one("person_events") == pytest.approx(np.log1p(3))
    assert reading.one("person_products") == pytest.approx(np.log1p(2))
    assert reading.one("person_categories") == 2
    assert reading.one("person_repeats") == pytest.approx(1 / 3)
    assert reading.one("person_conversions") == pytest.approx(np.log(2))
    assert reading.one("person_click_rate") == pytest.approx(2 / 150)
    assert reading.one("person_shown_week") == 50


def test_times(read):
    """Tenure since the first event, idleness since the last, the last day and the visit under way."""
    reading = read(
        (10 * DAY, "view", "p0"),
        (20 * HOUR, "view", "p0"),
        (70 * MINUTE, "view", "p1"),
        (30 * MINUTE, "view", "p2"),
        (10 * MINUTE, "view", "p3"),
    )

    assert reading.one("person_tenure") == pytest.approx(10)
    assert reading.one("person_idle") == pytest.approx(1 / 6)
    assert reading.one("person_last_day") == 4
    assert reading.one("person_visit_length") == 2


def test_a_visit_ends(read):
    """After half an hour without an interaction no visit is under way; a first visit has no pause before it."""
    assert read((31 * MINUTE, "view", "p0")).one("person_visit_length") == 0
    assert read((20 * MINUTE, "view", "p0"), (MINUTE, "view", "p1")).one("person_visit_length") == 2


def test_price_level(read):
    """The mean log price of what is known; products without a price are left out."""
    assert read((5, "view", "p0"), (4, "view", "p2"), (3, "view", "p6")).one("person_price") == pytest.approx(
        np.log([10, 12]).mean(), rel=1e-5
    )
    assert np.isnan(read((3, "view", "p6")).one("person_price"))
