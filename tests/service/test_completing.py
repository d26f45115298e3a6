"""Completing: tokens hold against what events say, the catalogue knows products, and nothing that was said is lost."""

import pytest

from service.asked_events import ONE
from service.completing import Arrival
from service.event_clock import EventClock
from service.taken import Taken
from service.tokens import Claim
from slotwise.errors import TokenError, TokenExpiredError

EVENT = {"event_id": "e", "type": "click", "person": {"id": "p"}}
NOW = 1_800_000_000_250
ARRIVAL = Arrival(NOW + 5, EventClock.of(NOW, None, 3_653), True)


def completed(service, **fields):
    """An event as it is stored."""
    sent = {**EVENT, **fields}
    return service.ingest.completing.complete(Taken(sent, b"{}"), ONE.validate_python(sent), "p", ARRIVAL)


def token(service, expires=NOW):
    """A token of the installation."""
    return service.ingest.completing.signer.sign(Claim("d", "home", 2, "c", "q", 1.0, "m", "1", "", expires))


def test_a_token_holds(service):
    """Decision, touchpoint, slot, content and product are those that were signed."""
    event = completed(service, token=token(service), slot=1, content_id="x", product_id="y", decision_id="z").event

    assert (event.decision_id, event.touchpoint, event.slot, event.content_id, event.product_id) == (
        "d", "home", 2, "c", "q",
    )  # fmt: skip


def test_an_old_or_a_changed_token_is_refused(service):
    """Each with a code of its own."""
    with pytest.raises(TokenExpiredError):
        completed(service, token=token(service, expires=1_000))
    with pytest.raises(TokenError):
        completed(service, token=token(service)[:-2] + "xx")


def test_given_products_and_unknown_contents_stay_as_they_are(service):
    """Only a known content without a product is completed."""
    assert completed(service, content_id="p3.tile").event.product_id == "p3"
    assert completed(service, content_id="p3.tile", product_id="other").event.product_id == "other"
    assert completed(service, content_id="unknown").event.product_id is None


def test_times_and_marks_are_noted(service):
    """When it happened, when it was stored, and how it came to its decision."""
    assert (completed(service).event.occurred_at, completed(service).received_at) == (NOW, NOW + 5)
    sources = ({}, {"decision_id": "d"}, {"token": token(service)})
    assert [completed(service, **each).attributed for each in sources] == ["", "given", "token"]


def test_properties_take_what_nobody_knows(service):
    """Beside the event and beside the person; the event's own properties come first."""
    new = completed(service, battery=1, mood=2, person={"id": "p", "shoe": 43}, properties={"mood": "good"})

    assert new.properties == {"battery": 1, "mood": "good", "person.shoe": 43}


def test_every_touchpoint_has_its_window(service):
    """In milliseconds."""
    assert service.ingest.completing.windows()["home"] == 86_400_000
