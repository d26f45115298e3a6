"""Ingest: an event is checked against the clock, completed from its token and stored."""

import pytest

from service.asked import AskedEvent
from slotwise.errors import EventError, TokenError

EVENT = {"event_id": "e", "type": "click", "person": {"id": "p"}}


def prepared(service, **fields):
    """An event as it is stored."""
    return service.ingest.prepare(AskedEvent.model_validate({**EVENT, **fields}))


def test_an_event_without_a_moment_happened_now(service):
    """The moment of arrival stands in."""
    service.ingest.wall = lambda: 1_800_000_000.25

    assert prepared(service).event.occurred_at == 1_800_000_000_250


def test_a_phones_clock_may_be_wrong_but_not_by_much(service):
    """Up to an hour ahead is taken."""
    service.ingest.wall = lambda: 1_767_225_600.0

    assert prepared(service, occurred_at="2026-01-01T00:59:00Z").event.occurred_at == 1_767_229_140_000
    with pytest.raises(EventError):
        prepared(service, occurred_at="2026-01-01T01:00:01Z")


def test_an_old_token_is_refused(service):
    """An event long after its placement is not attributed to it."""
    from service.tokens import Claim

    token = service.ingest.signer.sign(Claim("d", "home", 1, "c", "p", 1.0, "m", "1", "", 1_000))
    with pytest.raises(TokenError):
        prepared(service, token=token)


def test_given_products_and_unknown_contents_stay_as_they_are(service):
    """Only a known content without a product is completed."""
    assert prepared(service, content_id="p3.tile").event.product_id == "p3"
    assert prepared(service, content_id="p3.tile", product_id="other").event.product_id == "other"
    assert prepared(service, content_id="unknown").event.product_id is None


def test_storing_nothing_is_nothing(service):
    """A call in which every event was rejected writes nothing."""
    assert service.ingest.store([]) == []
