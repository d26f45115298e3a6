"""Offering: which product an agent speaks about, and what the conversation is worth."""

import numpy as np
import pytest

from service.worklists.offering import Offering, conversion_rate, of_category
from slotwise import person
from slotwise.documents.staircases import Staircase
from slotwise.events import Event
from tests.service.worklists.conftest import DAY, STAIRCASE

STAIRS = Staircase.model_validate(STAIRCASE)


@pytest.fixture
def offering(hall):
    """Offers as of the hall's moment."""
    return Offering(hall.service.models.current, STAIRS, hall.now)


def likes(hall, *products: str):
    """Somebody who looked at products a day ago."""
    events = [Event(each, hall.now - DAY, "p", "click", product_id=each) for each in products]
    return person.fold(person.empty("p"), events)


def test_only_products_of_the_category_are_spoken_about(offering, hall):
    """Of all that may be shown to the person on the agents' touchpoint."""
    catalog = hall.service.models.current.model.catalog
    offer = offering.offer(likes(hall, "p2", "p4"))
    assert offer.product_id in of_category(catalog, "plan") == sorted(offering.products, key=catalog.products.ids.find)
    assert of_category(catalog, "boats") == []


def test_taste_decides(offering, hall):
    """Persons of even taste are spoken to about even plans, others about odd ones."""
    even, odd = offering.offer(likes(hall, "p0", "p6", "p12")), offering.offer(likes(hall, "p1", "p7", "p13"))
    assert int(even.product_id[1:]) % 2 == 0
    assert int(odd.product_id[1:]) % 2 == 1


def test_the_value_is_price_times_chance(offering, hall):
    """And the chance is a probability."""
    offer = offering.offer(likes(hall, "p2"))
    products = hall.service.models.current.model.catalog.products
    assert 0 < offer.chance <= 1
    assert offer.value == pytest.approx(offer.chance * products.price[products.ids.find(offer.product_id)])


def test_an_agent_is_told_what_to_say(offering, hall):
    """The staircase's own sentence where there is one, and features that spoke for the product."""
    points = [offering.offer(likes(hall, f"p{number}")).points for number in range(12)]
    assert any("effect" in each for found in points for each in found)
    assert all(each["effect"] > 0 for found in points for each in found if "effect" in each)


def test_conversions_a_click_are_drawn_towards_all(hall):
    """No product's rate is beyond what was seen, however few clicks it had."""
    rate = conversion_rate(hall.service.models.current.live)
    assert ((rate > 0) & (rate <= 1)).all()
    assert np.isfinite(rate).all()


def test_nothing_to_offer_is_none(hall):
    """A category without products leads nowhere."""
    empty = STAIRS.model_copy(update={"category": "boats"})
    assert Offering(hall.service.models.current, empty, hall.now).offer(likes(hall, "p0")) is None
