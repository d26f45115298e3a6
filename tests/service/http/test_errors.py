"""Everything that goes wrong leaves as a problem document, and nothing tells what is inside."""

import pytest
from flask import Flask

from service.http.errors import register
from service.problems import STATUS
from slotwise import errors
from slotwise.errors import StoreError
from tests.service.asking import body, decide, refused

ERRORS = [getattr(errors, name) for name in errors.__all__]
NEVER_TOLD = {
    "CatalogError", "ConfigError", "DemoError", "EvaluationError", "GateError", "MissingExtraError", "NoCheckoutError",
    "RankerModelError", "RankingExamplesError", "RegistryError", "ServiceError", "SlotwiseError", "SourceError",
    "StateError", "UnknownKeyError", "UnknownWorldError",
}  # fmt: skip
"""Errors of commands and trainings, and of what the service itself made: over HTTP they are defects, status 500."""


@pytest.fixture(scope="module")
def raising():
    """A client of an application that raises the error of the name that is asked for."""
    app = Flask("raising")
    register(app)

    @app.get("/<name>")
    def _raise(name):
        raise getattr(errors, name)("it is so", hint="do this", expected="one", given={"a": 1}, pointer="/at")

    return app.test_client()


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.__name__)
def test_every_error_is_told_as_a_problem(raising, error):
    """With its code, title, remedy and place, and with a status of the caller's only where the caller can mend it."""
    response = raising.get(f"/{error.__name__}")
    told = response.get_json()

    assert response.mimetype == "application/problem+json"
    assert response.status_code == told["status"] == (500 if error.__name__ in NEVER_TOLD else STATUS[error.code])
    assert (told["code"], told["title"], told["detail"]) == (error.code, error.title, "it is so; do this")
    assert told["errors"][0] | {"pointer": "/at", "expected": "one", "given": "an object"} == told["errors"][0]
    assert (error.__name__ in NEVER_TOLD) == (error.code not in STATUS)


def test_unknown_paths_and_methods_are_problems(client):
    """404 and 405 are problem documents; a 405 names the methods that there are."""
    refused(client.get("/nowhere"), 404, "not_found")
    response = client.delete("/v1/decisions")
    refused(response, 405, "method_not_allowed")
    assert "POST" in response.headers["Allow"]


def test_a_problem_names_the_request(client):
    """The request id stands in the problem, so that the log can be searched for it."""
    response = client.get("/nowhere", headers={"X-Request-Id": "abc"})

    assert response.get_json()["request_id"] == response.headers["X-Request-Id"] == "abc"


def test_a_defect_is_a_problem_without_its_inside(client, service):
    """What nobody foresaw is a 500 that does not show a traceback, and the next request is answered."""
    service.answering.people.find, find = None, service.answering.people.find
    problem = refused(client.post("/v1/decisions", json=body()), 500, "internal_error")
    service.answering.people.find = find

    assert "NoneType" not in str(problem)
    assert decide(client)["touchpoints"]


def test_a_store_that_does_not_answer_is_a_503_for_events_only(client, service):
    """Events say 503 and when to try again; a decision is answered without the person, on a lower step."""

    def broken(*arguments, **options):
        raise StoreError("the disk is full")

    service.answering.people._states.read = broken
    service.ingest.events.add = broken
    event = {"event_id": "e", "type": "click", "person": {"id": "p"}}
    response = client.post("/v1/events", json={"events": [event]})

    refused(response, 503, "store_unavailable")
    assert response.headers["Retry-After"]
    assert decide(client, person={"id": "p"})["touchpoints"][0]["service_level"] == "popular"
