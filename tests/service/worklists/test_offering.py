"""Offering: which product an agent speaks about, and what the conversation is worth."""

from types import SimpleNamespace

import numpy as np
import pytest

from service.worklists.offering import Offering, conversion_rate, lifted, of_category
from slotwise import person
from slotwise.counts import CONVERSIONS, INTEREST
from slotwise.decision import ServiceLevel
from slotwise.documents.staircases import Staircase
from slotwise.events import Event
from tests.service.worklists.conftest import DAY, STAIRCASE

COUNTED = {
    CONVERSIONS: np.array([130.0, 0.0, 0.0]),
    INTEREST: np.array([4 * 130.0 + 100.0, 0.0, 300.0]),
}
"""A product bought more often than it was looked at, one that nobody knows, one that is looked at only."""
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
    assert all(each["meaning"] for found in points for each in found if "effect" in each)
    assert all(each["effect"] > 0 for found in points for each in found if "effect" in each)


def test_an_agent_is_told_what_the_person_did(offering, hall):
    """Before the features, which say it in numbers."""
    left = Event("left", hall.now - DAY, "p", "leave", product_id=min(offering.products))
    points = offering.offer(person.fold(likes(hall, "p2"), [left])).points
    (said,) = [each["text"] for each in points if each.get("text", "").startswith("Left ")]
    assert "midway on " in said


def test_conversions_a_sign_of_interest_are_drawn_towards_all():
    """Purchases that no click led to make nobody certain to buy, and few signs move a product little."""
    counts = SimpleNamespace(total=lambda channel, halflife: COUNTED[channel])
    rate = conversion_rate(counts)
    assert ((rate > 0) & (rate < 1)).all()
    assert rate[0] > rate[1] > rate[2]
    assert rate[1] == pytest.approx((130 + 1) / (130 + 400 + 2))


def test_a_lift_keeps_a_chance_a_chance():
    """Odds are lifted, so that the order of persons is kept where a product is bought often."""
    assert lifted(0.5, 1.0) == pytest.approx(0.5)
    assert 0.9 < lifted(0.8, 4.0) < lifted(0.8, 5.0) < 1.0


def test_nobody_is_called_about_what_the_rules_close(offering, hall, monkeypatch):
    """A safety list that answers where rules leave nothing is no offer of an agent."""
    listed = SimpleNamespace(placements=[object()], level=ServiceLevel.SAFETY_LIST)
    monkeypatch.setattr("service.worklists.offering.decide", lambda *asked: SimpleNamespace(slates=[listed]))
    assert offering.offer(likes(hall, "p2")) is None


def test_nothing_to_offer_is_none(hall):
    """A category without products leads nowhere."""
    empty = STAIRS.model_copy(update={"category": "boats"})
    assert Offering(hall.service.models.current, empty, hall.now).offer(likes(hall, "p0")) is None
