"""Bad events: malformed, oversized, forged, of another time: a problem and never a 5xx, and the others are stored."""

import json
import sqlite3
import time
from contextlib import closing

import pytest
from sqlalchemy.event import listen, remove

from service.app import EXTENSION
from service.moments import to_text
from slotwise.errors import StoreError
from tests.service.asking import decide, refused

GOOD = '{"event_id": "good", "type": "click", "person": {"id": "p"}}'
DAY = 86_400_000


def post(client, data):
    """Send bytes as JSON."""
    return client.post("/v1/events", data=data, headers={"Content-Type": "application/json"})


def codes(client, *events):
    """What became of events that are given as texts: their codes, or their status."""
    response = post(client, f'{{"events": [{",".join(events)}]}}')
    assert response.status_code == 202, response.get_data(as_text=True)
    return [each.get("problem", {}).get("code", each["status"]) for each in response.get_json()["results"]]


def event(**fields):
    """A click with other fields, as text."""
    return json.dumps({"event_id": "bad", "type": "click", "person": {"id": "p"}, **fields})


@pytest.mark.parametrize(
    "bad",
    [
        '{"event_id": "b", "type": "click", "person": {"id": "p"}, "value": NaN}',
        '{"event_id": "b", "type": "click", "person": {"id": "p"}, "value": -Infinity}',
        '{"event_id": "b", "type": "click", "person": {"id": "p"}, "properties": {"x": 1e999}}',
        '{"event_id": "b", "type": "click", "person": {"id": "p"}, "properties": {"x": "\\ud83d"}}',
        '{"event_id": "b\\ud83d", "type": "click", "person": {"id": "p"}}',
        '{"event_id": "b", "type": "click", "person": {"id": "p"}, "\\ud83d": 1}',
        '{"event_id": "b", "event_id": "c", "type": "click", "person": {"id": "p"}}',
        '{"event_id": "b", "type": "click", "person": {"id": "p", "id": "q"}}',
        '{"event_id": "b\\u0000", "type": "click", "person": {"id": "p"}}',
        '{"event_id": "b", "type": "click", "person": {"id": "p"}, "properties": ' + '{"a":' * 300 + "1" + "}" * 301,
        "NaN",
    ],
)  # fmt: skip
def test_what_json_cannot_hold_spoils_its_event_only(client, service, bad):
    """NaN, infinities, halves of characters, repeated names, NUL, deep nesting: the event beside it is stored."""
    assert codes(client, bad, GOOD) == ["event_malformed", "accepted"]
    assert service.rejected.page()[0].refusal.code == "event_malformed"


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"nope", b"\xff\xfe", b'{"events": [}', b'{"events": [{"event_id": "\xc3\x28"}]}', b"\x1f\x8b",
        b"[" * 3_000 + b"]" * 3_000, b'{"events": ' + b"[" * 50_000, b'{"events": [], "events": []}',
    ],
)  # fmt: skip
def test_a_body_that_is_no_json_is_malformed(client, body):
    """Broken, of another encoding, without end: 400 for the call, because nobody can tell its events apart."""
    refused(post(client, body), 400, "body_malformed")


@pytest.mark.parametrize("bad", ["null", "7", '"text"', "[]", "{}", '{"event_id": 1}', "true"])
def test_what_is_no_event_is_rejected(client, bad):
    """Each with the places that are wrong."""
    assert codes(client, bad, GOOD) == ["request_invalid", "accepted"]


def test_gigantic_properties_are_too_large(client, service):
    """By size in bytes, of one event; its beginning is kept, so that the sender can be found."""
    assert codes(client, event(properties={"x": "y" * 40_000}), GOOD) == ["event_too_large", "accepted"]
    assert len(service.rejected.page()[0].refusal.body) == 2_048


def test_a_call_that_is_too_large_is_refused_as_a_whole(client):
    """A megabyte, packed or not."""
    refused(post(client, event(properties={"x": "y" * 1_100_000})), 413, "body_too_large")


def test_events_of_ten_years_ago_and_of_tomorrow(client):
    """Ten years are the bound to the past, an hour to the future."""
    now = int(time.time() * 1_000)

    assert codes(client, event(event_id="1", occurred_at=to_text(now - 3_652 * DAY))) == ["accepted"]
    assert codes(client, event(event_id="2", occurred_at=to_text(now - 3_654 * DAY))) == ["event_too_old"]
    assert codes(client, event(event_id="3", occurred_at=to_text(now + 3_000_000))) == ["accepted"]
    assert codes(client, event(event_id="4", occurred_at=to_text(now + DAY))) == ["event_in_future"]


def test_forged_and_expired_tokens(client, service):
    """Each with its own code; the event beside it is stored."""
    placed = decide(client, person={"id": "p"})["touchpoints"][0]["placements"][0]["token"]
    service.ingest.wall, wall = lambda: time.time() + 800 * 3_600, service.ingest.wall
    expired = codes(client, event(token=placed))
    service.ingest.wall = wall

    assert expired == ["token_expired"]
    assert codes(client, event(token=placed[:-1] + "!"), GOOD) == ["token_invalid", "accepted"]
    assert codes(client, event(token=placed)) == ["accepted"]


def test_what_was_stored_in_time_is_a_duplicate_for_ever(client, service):
    """A phone that never got its answer asks again when the token has expired and the event is too old."""
    placed = decide(client, person={"id": "p"})["touchpoints"][0]["placements"][0]["token"]
    token, old = event(token=placed), event(event_id="old", occurred_at=to_text(int(time.time() * 1_000) - 3_600 * DAY))
    assert codes(client, token, old) == ["accepted", "accepted"]
    service.ingest.wall = lambda: time.time() + 100 * DAY / 1_000

    assert codes(client, token, old) == ["duplicate", "duplicate"]
    assert codes(client, event(token=placed, slot=9)) == ["token_expired"]


def test_the_same_id_for_another_event(client, service):
    """A conflict for that event; both bodies are there afterwards."""
    assert codes(client, event(slot=1), event(slot=2), event(slot=1)) == ["accepted", "event_conflict", "duplicate"]
    assert b'"slot":2' in service.rejected.page()[0].refusal.body


def test_a_store_that_is_away(client, service):
    """503 with Retry-After for all of it, and nothing of it is stored, the rejected neither."""

    def broken(*arguments, **options):
        raise StoreError("database is locked")

    service.ingest.events.add, add = broken, service.ingest.events.add
    response = post(client, f'{{"events": [{GOOD}, 7]}}')
    service.ingest.events.add = add

    refused(response, 503, "store_unavailable")
    assert response.headers["Retry-After"]
    assert service.events.last() == 0
    assert service.rejected.page() == []


def test_a_database_that_is_locked(make_app, monkeypatch):
    """Somebody else holds the write lock for longer than a writer waits: 503, and later the same call is taken."""
    monkeypatch.setattr("service.stores.database.WRITE_SECONDS", 0.05)
    app = make_app()
    client, path = app.test_client(), app.extensions[EXTENSION].database.url.database
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        refused(post(client, f'{{"events": [{GOOD}, 7]}}'), 503, "store_unavailable")
        other.execute("ROLLBACK")

    assert codes(client, GOOD, "7") == ["accepted", "request_invalid"]
    assert len(app.extensions[EXTENSION].rejected.page()) == 1


def test_a_disk_that_is_full(client, service):
    """What does not fit is refused as a whole with 503; what was acknowledged is there, and room brings the rest."""
    engine = service.database.engine
    service.database.close()

    def full(connection, record):
        connection.execute(f"PRAGMA max_page_count = {connection.execute('PRAGMA page_count').fetchone()[0] + 8}")

    listen(engine, "connect", full)
    sizes = {"properties": {"x": "y" * 5_000}}
    calls = [[event(event_id=f"{call}-{place}", **sizes) for place in range(3)] for call in range(8)]
    answers = [post(client, f'{{"events": [{",".join(call)}]}}').status_code for call in calls]
    remove(engine, "connect", full)
    service.database.close()

    assert 503 in answers
    assert set(answers) == {202, 503}
    assert service.events.last() == 3 * answers.count(202)
    assert next(codes(client, *call) for call, answer in zip(calls, answers, strict=True) if answer == 503) == [
        "accepted", "accepted", "accepted",
    ]  # fmt: skip
