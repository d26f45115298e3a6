"""POST /v1/events: each event judged by itself, stored before it is acknowledged, and counted once."""

import pytest

from service.answered import EventsAnswer
from tests.service.asking import decide, refused

CLICK = {"event_id": "e1", "type": "click", "person": {"id": "p"}, "product_id": "p1"}


def send(client, *events):
    """Send events, hold the answer against its shape, and return it."""
    response = client.post("/v1/events", json={"events": list(events)})
    assert response.status_code == 202
    found = response.get_json()
    EventsAnswer.model_validate(found)
    assert found["received"] == found["accepted"] + found["duplicate"] + found["rejected"] == len(events)
    return found


def test_an_event_changes_the_state_at_once(client, service):
    """What is acknowledged is stored, and the person is known to the next request."""
    assert send(client, CLICK)["accepted"] == 1
    assert service.states.get("p").history[0].product == "p1"
    assert decide(client, person={"id": "p"})["person"]["known"]


def test_an_event_counts_once(client, service):
    """The same event again is a duplicate, within a call and across calls; its id with another body is a conflict."""
    first = send(client, CLICK, CLICK)
    again = send(client, CLICK, {**CLICK, "product_id": "p2"})

    assert [each["status"] for each in first["results"]] == ["accepted", "duplicate"]
    assert [each["status"] for each in again["results"]] == ["duplicate", "rejected"]
    assert again["results"][1]["problem"]["code"] == "event_conflict"
    assert sum(service.states.get("p").totals) == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"type": "buy"}, "request_invalid"),
        ({"type": "x."}, "request_invalid"),
        ({"event_id": ""}, "request_invalid"),
        ({"event_id": None}, "request_invalid"),
        ({"person": {}}, "request_invalid"),
        ({"person": None}, "request_invalid"),
        ({"slot": 0}, "request_invalid"),
        ({"slot": 10**9}, "request_invalid"),
        ({"value": 1e300}, "request_invalid"),
        ({"currency": "yuan"}, "request_invalid"),
        ({"occurred_at": "yesterday"}, "event_invalid"),
        ({"occurred_at": "2026-01-01T00:00:00"}, "event_invalid"),
        ({"occurred_at": "9999-01-01T00:00:00Z"}, "event_invalid"),
        ({"occurred_at": "1960-01-01T00:00:00Z"}, "event_invalid"),
        ({"token": "forged.token"}, "token_invalid"),
    ],
)
def test_a_bad_event_is_rejected_by_itself(client, service, change, code):
    """The others of the call are stored; the bad one comes back with a problem."""
    found = send(client, {**CLICK, **change}, {**CLICK, "event_id": "good"})

    assert [each["status"] for each in found["results"]] == ["rejected", "accepted"]
    assert found["results"][0]["problem"]["code"] == code


def test_a_token_completes_its_event(client, service):
    """Decision, touchpoint, slot, content and product come from the token, against what the event says."""
    answer = decide(client, person={"id": "p"})
    placed = answer["touchpoints"][0]["placements"][2]
    send(
        client,
        {
            "event_id": "e",
            "type": "click",
            "person": {"id": "p"},
            "token": placed["token"],
            "slot": 1,
            "product_id": "p39",
        },
    )
    event = service.events.since(0, 0, 10)[0].event

    assert (event.decision_id, event.touchpoint, event.slot) == (answer["decision_id"], "home", 3)
    assert (event.content_id, event.product_id) == (placed["content_id"], placed["product_id"])


def test_a_content_names_its_product(client, service):
    """An event about a content is one about the product that it promotes."""
    send(client, {"event_id": "e", "type": "click", "person": {"id": "p"}, "content_id": "p7.tile"})

    assert service.states.get("p").history[0].product == "p7"


def test_unknown_fields_are_kept(client, service):
    """A phone in the field cannot be fixed: what is not known goes with the properties, and is counted."""
    send(client, {**CLICK, "battery": 0.3, "properties": {"app": "7.1"}})
    metrics = client.get("/metrics").get_data(as_text=True)

    assert "slotwise_event_unknown_fields_total 1.0" in metrics


def test_events_come_in_any_order(client, service):
    """A late event finds its place: the history is sorted by the events' own times."""
    late = {**CLICK, "event_id": "e0", "product_id": "p9", "occurred_at": "2026-01-01T00:00:00+08:00"}
    send(client, {**CLICK, "occurred_at": "2026-01-02T00:00:00.125Z"}, late)

    assert [each.product for each in service.states.get("p").history] == ["p9", "p1"]


def test_the_envelope_is_strict(client):
    """The events field is needed, holds at least one event, and not too many."""
    refused(client.post("/v1/events", json={}), 422, "request_invalid")
    refused(client.post("/v1/events", json={"events": []}), 422, "request_invalid")
    refused(client.post("/v1/events", json={"events": [1]}), 422, "request_invalid")
    refused(client.post("/v1/events", json={"events": [CLICK] * 501}), 422, "request_invalid")
    refused(client.post("/v1/events", json={"events": [CLICK], "more": 1}), 422, "request_invalid")
