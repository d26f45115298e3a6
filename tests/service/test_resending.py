"""Resending: a rejected event is judged as of the moment it came, and waits no longer once it is stored."""

import time

import pytest

from service.moments import to_text
from service.resending import Resending, document
from slotwise.errors import EventError, ResolvedRejectionError, UnknownRejectionError

BAD = {"event_id": "e", "type": "buy", "person": {"id": "p"}}
DAY = 86_400_000


@pytest.fixture
def resending(service):
    """What sends events again."""
    return Resending(service.ingest, service.rejected)


def rejected(service, *sent, sent_at=None):
    """The number of the first event that was rejected of those that are sent."""
    service.ingest.take(sent, sent_at)
    return service.rejected.page()[-1].id


def test_a_corrected_event_is_stored(service, resending):
    """It is in the log, and the list says under which id."""
    number = rejected(service, BAD)
    outcome = resending.resend(number, {**BAD, "type": "click"})

    assert outcome.status == "accepted"
    assert service.events.since(0, 0, 10)[0].event.type == "click"
    assert service.rejected.get(number).resolved_as == "e"
    assert service.rejected.page(unresolved=True) == []


def test_an_event_that_is_wrong_again_waits_on(service, resending):
    """As it was, or with another mistake: it is told once more, and is not kept a second time."""
    number = rejected(service, BAD)

    assert resending.resend(number).status == "rejected"
    assert resending.resend(number, 7).status == "rejected"
    assert len(service.rejected.page(unresolved=True)) == 1


def test_it_happened_when_it_came(service, resending):
    """An event without a time is of the moment at which it was rejected, not of that at which it is sent again."""
    wall, service.ingest.wall = service.ingest.wall, lambda: 1_790_000_000.0
    number = rejected(service, BAD)
    service.ingest.wall = wall
    resending.resend(number, {**BAD, "type": "click"})

    assert service.events.since(0, 0, 10)[0].event.occurred_at == 1_790_000_000_000


def test_its_clock_is_corrected_as_it_was_then(service, resending):
    """What the sender's clock showed is kept with it."""
    ahead = int(time.time() * 1_000) + 2 * DAY
    number = rejected(service, {**BAD, "occurred_at": to_text(ahead)}, sent_at=to_text(ahead))
    corrected = {**document(service.rejected.get(number)), "type": "click"}

    assert resending.resend(number, corrected).status == "accepted"


def test_a_reason_that_has_gone_lets_it_through(service, resending):
    """As it was: the same event, once its time has come."""
    event = {**BAD, "type": "click", "slot": 0}
    number = rejected(service, event)
    service.ingest.take([{**event, "slot": 1}])

    assert resending.resend(number, {**event, "slot": 1}).status == "duplicate"
    assert service.rejected.get(number).resolved_at is not None


def test_what_cannot_be_sent_again(service, resending):
    """An unknown one, one that was dealt with, one of which only the beginning was kept."""
    number = rejected(service, BAD)
    resending.resend(number, {**BAD, "type": "click"})
    with pytest.raises(ResolvedRejectionError):
        resending.resend(number)
    with pytest.raises(UnknownRejectionError):
        resending.resend(999)
    with pytest.raises(EventError):
        resending.resend(rejected(service, {**BAD, "properties": {"x": "y" * 50_000}}))
