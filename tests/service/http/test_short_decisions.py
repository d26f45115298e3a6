"""Plain decisions on the short way: what it answers is what the long way answers, and the rest is told there."""

import gzip
import json

import pytest

from service.app import EXTENSION
from tests.service.asking import body, decide, refused

LONG = "application/json; charset=utf-8"
TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


def ask(client, type_="application/json", document=None, **headers):
    """Ask for a decision."""
    data = json.dumps(body() if document is None else document)
    return client.post("/v1/decisions", data=data, content_type=type_, headers=headers)


def test_both_ways_give_the_same_answer(client, passed):
    """Apart from ids and times: the same placements, the same headers, with the caller's ids echoed."""
    given = {"X-Request-Id": "mine", "traceparent": TRACE}
    document = {**body({"touchpoint": "home", "candidates": ["p2.banner"]}), "request_id": None}
    short, long = ask(client, document=document, **given), ask(client, LONG, document, **given)

    assert passed == ["/v1/decisions"]
    assert short.status_code == long.status_code == 200
    assert {name for name, _ in short.headers} == {name for name, _ in long.headers}
    for name in ("Content-Type", "X-Request-Id", "traceparent"):
        assert short.headers[name] == long.headers[name]
    assert "decide;dur=" in short.headers["Server-Timing"]
    answers = [each.get_json() for each in (short, long)]
    for each in answers:
        assert each.pop("decision_id")
        assert each["touchpoints"][0]["placements"][0].pop("token")
    assert answers[0] == answers[1]


def test_a_short_answer_is_logged_and_counted(client, app, passed):
    """With the caller's trace; nobody can tell from the log which way it came."""
    found = ask(client, traceparent=TRACE).get_json()
    service = app.extensions[EXTENSION]
    service.answering.log.flush()
    record = client.get(f"/v1/decisions/{found['decision_id']}").get_json()

    assert record["trace_id"] == TRACE.split("-")[1]
    assert b'slotwise_http_responses_total{status="200"} 2.0' in service.metrics.render()
    assert passed == [f"/v1/decisions/{found['decision_id']}"]


def test_the_record_is_made_once_the_answer_is_on_its_way(client, service):
    """By the thread that has just decided, when the server says that the request has ended."""
    log, made = service.answering.log, []
    service.background.stop()
    service.background.ensure = lambda: None
    log.on_made = lambda each: made.append(each.decision_id)
    answer = ask(client)
    before = list(made)
    answer.close()

    assert (before, made) == ([], [answer.get_json()["decision_id"]])


@pytest.mark.parametrize(
    "document", [{}, [], {"touchpoints": []}, {**body(), "more": 1}, {"touchpoints": [{"touchpoint": "home"}] * 99}]
)
def test_what_is_wrong_is_told_on_the_long_way(client, passed, document):
    """As a problem that names the place."""
    refused(ask(client, document=document), 422, "request_invalid")

    assert passed == ["/v1/decisions"]


def test_bodies_that_are_no_json_or_packed_take_the_long_way(client, passed):
    """The one is refused there, the other unpacked."""
    refused(client.post("/v1/decisions", data=b"{", content_type="application/json"), 400, "body_malformed")
    packed = gzip.compress(json.dumps(body()).encode())
    answer = client.post(
        "/v1/decisions", data=packed, content_type="application/json", headers={"Content-Encoding": "gzip"}
    )

    assert answer.status_code == 200
    assert len(passed) == 2


def test_a_repeat_that_is_refused_is_told_on_the_long_way(client, passed):
    """A request id belongs to one person."""
    decide(client, request_id="r", person={"id": "one"})
    refused(ask(client, document={**body(), "request_id": "r", "person": {"id": "other"}}), 409, "request_id_reused")

    assert passed == ["/v1/decisions"]


def test_more_than_the_scope_to_decide_is_checked_on_the_long_way(client, passed):
    """A full explanation needs another scope."""
    assert ask(client, document={**body(), "explain": "full"}).status_code == 200
    assert passed == ["/v1/decisions"]
