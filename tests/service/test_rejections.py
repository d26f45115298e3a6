"""Rejected events as they are listed: with the reason and, if it was kept, the event."""

from service.answered import RejectedEvent
from service.rejections import listed
from service.stores.rejected import Refusal, Refused


def test_a_rejected_event_is_shown_as_it_was_sent():
    """With the moment at which it came and what became of it."""
    refusal = Refusal(1_000, "request_invalid", {"code": "request_invalid"}, b'{"type":"buy"}', "e")
    found = listed(Refused(7, refusal, 2_000, "e"))

    RejectedEvent.model_validate(found)
    assert found["event"] == {"type": "buy"}
    assert (found["received_at"], found["resolved_at"]) == ("1970-01-01T00:00:01.000Z", "1970-01-01T00:00:02.000Z")


def test_of_a_long_one_the_beginning_is_shown():
    """As text, whatever bytes it ends with."""
    refusal = Refusal(1_000, "event_too_large", {}, b'{"x": "' + "字".encode()[:2])
    found = listed(Refused(7, refusal))

    RejectedEvent.model_validate(found)
    assert found["event"] is None
    assert found["beginning"].startswith('{"x": "')
