"""Events as they may be sent: open for unknown fields, strict about those that are known."""

import pytest
from pydantic import ValidationError

from service.asked_events import MANY, ONE, EventsEnvelope

EVENT = {"event_id": "e", "type": "x.paid", "person": {"id": "p"}}


def test_unknown_fields_of_an_event_are_taken():
    """Beside the event's own and beside the person's."""
    event = ONE.validate_python({**EVENT, "battery": 0.5, "person": {"id": "p", "mood": "good"}})

    assert event.model_extra == {"battery": 0.5}
    assert event.person.model_extra == {"mood": "good"}


def test_an_event_is_about_somebody():
    """An id or identities."""
    assert ONE.validate_python({**EVENT, "person": {"identities": {"openid": "o"}}})
    with pytest.raises(ValidationError):
        ONE.validate_python({**EVENT, "person": {}})


@pytest.mark.parametrize(
    "change",
    [
        {"slot": "1"},
        {"value": float("nan")},
        {"type": "consent"},
        {"properties": []},
        {"person": {"id": 7}},
        {"sent_at": 1},
    ],
)
def test_known_fields_are_strict(change):
    """Nothing is converted, and what controls a person is not sent as an event."""
    with pytest.raises(ValidationError):
        ONE.validate_python({**EVENT, **change})


def test_a_batch_is_checked_as_its_events_are():
    """All at once or one by one: the same."""
    assert MANY.validate_python([EVENT, EVENT])[1] == ONE.validate_python(EVENT)


def test_the_envelope_looks_at_no_event():
    """What is in the list is judged later, each by itself."""
    assert EventsEnvelope.model_validate({"events": [1, None]}).events == [1, None]
    with pytest.raises(ValidationError):
        EventsEnvelope.model_validate({"events": []})
