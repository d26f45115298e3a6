"""POST /v1/events: each event judged by itself, stored before it is acknowledged, and counted once."""

import json
import time

import pytest
from sqlalchemy import select

from service.answered import EventsAnswer
from service.cloud_events import BATCH, ONE
from service.moments import to_text
from service.stores.tables import EVENTS
from tests.service.asking import decide, refused

CLICK = {"event_id": "e1", "type": "click", "person": {"id": "p"}, "product_id": "p1"}


def send(client, *events, **call):
    """Send events, hold the answer against its shape, and return it."""
    return judged(client.post("/v1/events", json={"events": list(events), **call}), len(events))


def judged(response, count):
    """The answer to a call with so many events, held against its shape."""
    assert response.status_code == 202, response.get_data(as_text=True)
    found = response.get_json()
    EventsAnswer.model_validate(found)
    assert found["received"] == found["accepted"] + found["duplicate"] + found["rejected"] == count
    return found


def stored(service, event_id):
    """The row of an event in the log."""
    return service.database.row(select(EVENTS).where(EVENTS.c.event_id == event_id), {})


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
        ({"occurred_at": "9999-01-01T00:00:00Z"}, "event_in_future"),
        ({"occurred_at": "1960-01-01T00:00:00Z"}, "event_too_old"),
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
    person = {"id": "p", "attributes": {"city": "SZ"}}
    send(client, {**CLICK, "event_id": "e2", "person": person})

    assert json.loads(stored(service, "e1").properties) == {"battery": 0.3, "app": "7.1"}
    assert json.loads(stored(service, "e2").properties) == {"person.city": "SZ"}
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
    refused(client.post("/v1/events", json={"events": [CLICK] * 501}), 422, "request_invalid")
    refused(client.post("/v1/events", json={"events": [CLICK], "more": 1}), 422, "request_invalid")


def test_a_wrong_clock_is_corrected_and_noted(client, service):
    """A phone two days ahead says when it sent: its events come to their right time, and what was added is kept."""
    ahead = int(time.time() * 1_000) + 172_800_000
    event = {**CLICK, "occurred_at": to_text(ahead - 60_000)}
    assert send(client, event)["results"][0]["problem"]["code"] == "event_in_future"
    assert send(client, {**event, "event_id": "e2"}, sent_at=to_text(ahead))["accepted"] == 1

    row = stored(service, "e2")
    assert abs(row.skew_ms + 172_800_000) < 5_000
    assert row.occurred_at - row.skew_ms == ahead - 60_000
    assert "slotwise_event_clocks_corrected_total 1.0" in client.get("/metrics").get_data(as_text=True)


def test_a_call_that_says_no_moment_is_refused(client):
    """What the sender's clock showed is a moment, or it is left out."""
    refused(client.post("/v1/events", json={"events": [CLICK], "sent_at": "now"}), 422, "event_invalid")


def test_an_event_names_its_decision_or_a_token_does(client, service):
    """It is marked how an event came to its decision."""
    placed = decide(client, person={"id": "p"})["touchpoints"][0]["placements"][0]
    send(client, {**CLICK, "event_id": "t", "token": placed["token"]}, {**CLICK, "event_id": "g", "decision_id": "d_1"})
    send(client, {**CLICK, "event_id": "n"})

    assert [stored(service, name).attributed for name in ("t", "g", "n")] == ["token", "given", ""]


def test_an_event_without_token_belongs_to_the_only_exposure(client, service):
    """The person saw the content in one decision: a click on it belongs there, and is marked as inferred."""
    placed = decide(client, person={"id": "p"})["touchpoints"][0]["placements"][0]
    shown = {"event_id": "s", "type": "exposure", "person": {"id": "p"}, "token": placed["token"]}
    send(client, shown)
    send(client, {"event_id": "c", "type": "click", "person": {"id": "p"}, "content_id": placed["content_id"]})

    row = stored(service, "c")
    assert (row.attributed, row.decision_id) == ("inferred", stored(service, "s").decision_id)


def test_an_exposure_counts_once(client, service):
    """However often a placement is said to have been seen, under however many ids: all are kept, one counts."""
    placed = decide(client, person={"id": "p"})["touchpoints"][0]["placements"][0]
    shown = {"type": "exposure", "person": {"id": "p"}, "token": placed["token"]}
    found = send(client, *({**shown, "event_id": f"s{number}"} for number in range(5)))

    assert found["accepted"] == 5
    assert len(service.states.get("p").shown) == 1
    assert [stored(service, f"s{number}").repeated for number in range(5)] == [0, 1, 1, 1, 1]


def test_cloud_events_are_taken(client, service):
    """A batch and a single one, with their own media types."""
    cloud = {"specversion": "1.0", "id": "1", "source": "till", "type": "slotwise.convert", "subject": "p"}
    cloud |= {"data": {"product_id": "p1", "value": 3}, "time": "2026-01-01T00:00:00Z"}
    bad = {**cloud, "id": "2", "data": "text"}
    batch = client.post("/v1/events", data=json.dumps([cloud, bad]), headers={"Content-Type": BATCH})
    single = client.post("/v1/events", data=json.dumps({**cloud, "id": "3"}), headers={"Content-Type": ONE})

    assert [each["status"] for each in judged(batch, 2)["results"]] == ["accepted", "rejected"]
    assert judged(single, 1)["results"] == [{"event_id": "till#3", "status": "accepted"}]
    assert service.states.get("p").history[0].value == 3
    refused(client.post("/v1/events", data="{}", headers={"Content-Type": BATCH}), 422, "request_invalid")


def test_rejected_events_are_kept_with_the_reason(client, service):
    """Nothing is dropped silently: what was rejected is stored in the transaction of the others."""
    send(client, CLICK, {**CLICK, "event_id": "e2", "type": "buy"}, {**CLICK, "product_id": "p2"}, 7)
    found = [each.refusal for each in service.rejected.page()]

    assert sorted((each.event_id or "", each.code) for each in found) == [
        ("", "request_invalid"), ("e1", "event_conflict"), ("e2", "request_invalid"),
    ]  # fmt: skip
    assert all(each.problem["status"] for each in found)


def test_metrics_add_up(client):
    """Received is accepted, duplicate and rejected together, and rejections are counted by reason."""
    send(client, CLICK, CLICK, {**CLICK, "type": "buy"})
    metrics = client.get("/metrics").get_data(as_text=True)

    assert "slotwise_events_received_total 3.0" in metrics
    for outcome in ("accepted", "duplicate", "rejected"):
        assert f'slotwise_events_total{{outcome="{outcome}"}} 1.0' in metrics
    assert 'slotwise_event_rejections_total{code="request_invalid"} 1.0' in metrics
