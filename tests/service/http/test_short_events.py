"""Plain calls with events on the short way: they are taken as on the long way, and what fails is told there, once."""

import gzip
import json

import pytest

from service import waiting
from service.app import EXTENSION
from slotwise.errors import StoreError
from tests.service.asking import refused

CLICK = {"event_id": "e1", "type": "click", "person": {"id": "p"}, "product_id": "p1"}
LONG = "application/json; charset=utf-8"
TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


def send(client, *events, type_="application/json", **headers):
    """Send events."""
    return client.post("/v1/events", data=json.dumps({"events": list(events)}), content_type=type_, headers=headers)


def test_both_ways_give_the_same_answer(client, passed, app):
    """The same results and headers, with the caller's ids echoed and the answer counted."""
    given = {"X-Request-Id": "mine", "traceparent": TRACE}
    events = [CLICK, {**CLICK, "event_id": ""}]
    first = send(client, *events, **given).get_json()
    short, long = send(client, *events, **given), send(client, *events, type_=LONG, **given)

    assert passed == ["/v1/events"]
    assert (first["accepted"], first["rejected"]) == (1, 1)
    assert short.status_code == long.status_code == 202
    assert dict(short.headers) == dict(long.headers)
    assert short.get_json() == long.get_json()
    assert b'slotwise_http_responses_total{status="202"} 3.0' in app.extensions[EXTENSION].metrics.render()


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"{", 400, "body_malformed"),
        (b'{"events": []}', 422, "request_invalid"),
        (b'{"events": [{}], "more": 1}', 422, "request_invalid"),
        (b'{"events": [{}], "sent_at": "now"}', 422, "event_invalid"),
    ],
)
def test_a_call_that_cannot_be_read_is_refused_on_the_long_way(client, passed, body, status, code):
    """As a problem that names the place."""
    refused(client.post("/v1/events", data=body, content_type="application/json"), status, code)

    assert passed == ["/v1/events"]


def test_a_body_that_is_packed_takes_the_long_way(client, passed):
    """It is unpacked there."""
    packed = gzip.compress(json.dumps({"events": [CLICK]}).encode())
    answer = client.post(
        "/v1/events", data=packed, content_type="application/json", headers={"Content-Encoding": "gzip"}
    )

    assert answer.get_json()["accepted"] == 1
    assert passed == ["/v1/events"]


def test_a_store_that_refuses_is_asked_once(client, passed, service, monkeypatch):
    """The caller hears that it may come again; nothing is tried a second time on the long way."""
    asked = []

    def refuse(*arguments, **named):
        asked.append(arguments)
        raise StoreError("full")

    monkeypatch.setattr(service.ingest.events, "add", refuse)
    answer = send(client, CLICK)

    refused(answer, 503, "store_unavailable")
    assert answer.headers["Retry-After"] == "1"
    assert (len(asked), passed) == (1, ["/v1/events"])


def test_events_that_have_waited_too_long_are_refused_on_the_long_way(client, passed, monkeypatch):
    """Before anything of them is read."""
    monkeypatch.setattr(waiting._current, "seconds", 60.0, raising=False)
    refused(send(client, CLICK), 503, "overloaded")

    assert passed == ["/v1/events"]
