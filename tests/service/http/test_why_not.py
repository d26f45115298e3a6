"""GET and POST /v1/persons/{id}/why-not."""

import pytest

from service.answered_why_not import WhyNotAnswer
from tests.service.asking import refused

PATH = "/v1/persons/p/why-not"


def test_both_forms_answer(client):
    """The same reasons by query string and by body."""
    query = {"touchpoint": "home", "content": "p0.tile"}
    by_query, by_body = client.get(PATH, query_string=query).get_json(), client.post(PATH, json=query).get_json()
    WhyNotAnswer.model_validate(by_query)

    assert by_query == by_body
    assert by_query["reasons"][0]["code"] == "kind_not_taken"


def test_what_is_not_known_is_a_reason(client):
    """A touchpoint or a content that there is not."""
    for query in ({"touchpoint": "nowhere", "content": "p0.tile"}, {"touchpoint": "home", "content": "c99"}):
        told = client.get(PATH, query_string=query).get_json()
        assert told["blocked"]
        assert told["reasons"][0]["code"].endswith("_unknown")


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"touchpoint": "home"},
        {"touchpoint": "home", "content": "c" * 129},
        {"touchpoint": "home", "content": "c", "x": "1"},
    ],
)
def test_questions_that_are_none(client, query):
    """422, by query string and by body."""
    refused(client.get(PATH, query_string=query), 422, "request_invalid")
    refused(client.post(PATH, json=query), 422, "request_invalid")


def test_ids_that_nobody_can_have(client):
    """404 instead of a search."""
    query = {"touchpoint": "home", "content": "p0.tile"}
    for name in ("x" * 129, "a%00b"):
        refused(client.get(f"/v1/persons/{name}/why-not", query_string=query), 404, "person_unknown")
    refused(client.post(PATH, data=b"{", content_type="application/json"), 400, "body_malformed")


def test_it_needs_the_scope_of_explanations(make_app):
    """Without a key it is refused."""
    client = make_app(auth="keys").test_client()
    refused(client.get(PATH, query_string={"touchpoint": "home", "content": "p0.tile"}), 401, "key_missing")


def test_without_a_model_there_is_nothing_to_say(make_app, tmp_path):
    """503, and what to do."""
    client = make_app(shelf=tmp_path / "empty").test_client()
    refused(client.get(PATH, query_string={"touchpoint": "home", "content": "p0.tile"}), 503, "model_missing")
