"""Bodies with events: three types, one list; a flaw in one event is no flaw of the others."""

import json

import pytest

from service.http.errors import Problem
from service.http.event_batches import read_loosely, single
from tests.service.asking import refused

CLICK = {"event_id": "e1", "type": "click", "person": {"id": "p"}}


def post(client, data, **headers):
    """Send bytes as JSON, unless the headers say otherwise."""
    return client.post("/v1/events", data=data, headers={"Content-Type": "application/json", **headers})


@pytest.mark.parametrize("text", ['{"a": 1}', '{"a" : 1}', '{"a":{"b":[1]}}', "[]", "1", '"\\":"'])
def test_good_json_is_read_as_it_is(text):
    """Wherever its blanks stand."""
    assert read_loosely(text.encode()) == json.loads(text)


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b'{"events": [], "events": []}', b"[" * 3_000])
def test_what_is_no_json_is_malformed(body):
    """Also a name that stands twice in the call itself."""
    with pytest.raises(Problem) as caught:
        read_loosely(body)
    assert caught.value.status == 400


def test_a_single_event_may_be_left_out():
    """No body means: as it was."""
    assert single(b"") is None
    assert single(b"{}") == {}
    with pytest.raises(Problem):
        single(b"[]")


def test_a_call_has_its_size(make_app):
    """In bytes and in events."""
    client = make_app(max_events_bytes=2_000, max_events=3).test_client()

    assert post(client, json.dumps({"events": [CLICK] * 3})).status_code == 202
    refused(post(client, json.dumps({"events": [CLICK] * 4})), 422, "request_invalid")
    refused(post(client, json.dumps({"events": [{**CLICK, "x": "y" * 2_000}]})), 413, "body_too_large")


def test_other_types_are_unsupported(client):
    """The answer names those that are taken."""
    problem = refused(post(client, "{}", **{"Content-Type": "text/csv"}), 415, "body_type_unsupported")

    assert "cloudevents" in problem["detail"]
