"""Rejected events over HTTP: listed page by page, corrected and sent again, by those who may."""

from service.answered import RejectedAnswer, ResentAnswer
from tests.service.asking import refused

BAD = {"event_id": "e", "type": "buy", "person": {"id": "p"}}
PATH = "/v1/events/rejected"


def reject(client, count=1):
    """Send events that are rejected."""
    client.post("/v1/events", json={"events": [{**BAD, "event_id": f"e{number}"} for number in range(count)]})


def page(client, **query):
    """A page of the list, held against its shape."""
    response = client.get(PATH, query_string=query)
    assert response.status_code == 200, response.get_data(as_text=True)
    RejectedAnswer.model_validate(response.get_json())
    return response.get_json()


def test_the_list_goes_on_page_by_page(client):
    """Oldest first; the last page has no cursor."""
    reject(client, 5)
    found, cursor = [], {}
    while cursor is not None:
        answer = page(client, limit=2, **cursor)
        found += [each["event_id"] for each in answer["data"]]
        cursor = {"cursor": answer["next_cursor"]} if answer["next_cursor"] else None

    assert found == [f"e{number}" for number in range(5)]


def test_the_list_is_filtered_by_reason(client):
    """Only those with one code."""
    reject(client)
    client.post("/v1/events", json={"events": [{**BAD, "type": "click", "token": "forged"}]})

    assert [each["code"] for each in page(client, code="token_invalid")["data"]] == ["token_invalid"]
    assert len(page(client)["data"]) == 2
    assert page(client)["data"][0]["event"] == {**BAD, "event_id": "e0"}


def test_what_is_asked_wrongly_is_told(client):
    """Limits, cursors and names."""
    for query in ({"limit": 0}, {"limit": 1_000}, {"cursor": "x"}, {"colour": "red"}, {"cursor": "9" * 40}):
        refused(client.get(PATH, query_string=query), 422, "request_invalid")


def test_a_rejected_event_is_corrected_and_sent_again(client, service):
    """It leaves the list, and stays findable among those that were resolved."""
    reject(client)
    number = page(client)["data"][0]["id"]
    response = client.post(f"{PATH}/{number}", json={**BAD, "event_id": "e0", "type": "click"})

    ResentAnswer.model_validate(response.get_json())
    assert response.get_json() == {"id": number, "event_id": "e0", "status": "accepted"}
    assert page(client)["data"] == []
    assert page(client, resolved="true")["data"][0]["resolved_as"] == "e0"
    refused(client.post(f"{PATH}/{number}"), 409, "rejection_resolved")


def test_as_it_was_it_is_wrong_again(client):
    """Without a body; the reason is the answer."""
    reject(client)
    number = page(client)["data"][0]["id"]

    refused(client.post(f"{PATH}/{number}"), 422, "request_invalid")
    refused(client.post(f"{PATH}/{number}", json=[1]), 422, "request_invalid")
    refused(client.post(f"{PATH}/999"), 404, "rejection_unknown")
    refused(client.post(f"{PATH}/x"), 404, "rejection_unknown")
    assert len(page(client)["data"]) == 1
