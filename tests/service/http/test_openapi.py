"""The OpenAPI document tells the truth: every route is in it, and answers keep to it whatever is asked."""

import os
import re

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    positive_data_acceptance,
    response_schema_conformance,
    status_code_conformance,
)

from slotwise.signing import HEADER
from tests.service.issuing import bearer, issue

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
PAGES = {"/", "/console/style.css", "/docs", "/login", "/logout"}
PAGES |= {
    "/console/content",
    "/console/models",
    "/console/metrics",
    "/console/funnels",
    "/console/experiments",
    "/console/experiments/{experiment}",
}
JUDGED_BY_MORE = ("/v1/configuration", "/v1/experiments", "/v1/audiences/{audience}/exports", "/v1/content/review")
"""Where what has the right shape may be wrong all the same: documents, addresses, a filter that needs another one."""
UNDOCUMENTED = PAGES | {"/openapi/openapi.json", "/sdk/slotwise.js", "/sdk/slotwise.mjs"}


def test_every_route_is_documented(app, client):
    """No route of the API is missing, and none that is documented does not exist."""
    document = client.get("/openapi/openapi.json").get_json()
    routes = {re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule) for rule in app.url_map.iter_rules()}

    assert document["openapi"].startswith("3.1")
    assert set(document["paths"]) == routes - UNDOCUMENTED


def test_the_installations_limits_are_in_it(make_app):
    """The shapes name the limits of this very installation."""
    schemas = (
        make_app(max_slots=7, max_exclusions=9)
        .test_client()
        .get("/openapi/openapi.json")
        .get_json()["components"]["schemas"]
    )
    asked = schemas["AskedTouchpoint"]["properties"]

    assert asked["exclude"]["maxItems"] == 9
    assert 7 in [each.get("maximum") for each in asked["slots"]["anyOf"]]


def test_the_page_needs_nothing_from_elsewhere(client):
    """The page of the API loads no script and nothing from another host."""
    response = client.get("/docs")

    assert "<script" not in response.get_data(as_text=True)
    assert "http" not in response.headers["Content-Security-Policy"]
    assert "script-src" not in response.headers["Content-Security-Policy"]
    assert "/v1/decisions" in response.get_data(as_text=True)


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["positive", "negative"])
def test_answers_keep_to_the_document(make_app, mode):
    """What the document allows is taken, what it does not is refused; never a 5xx, never another shape.

    With keys on, by a caller who may do everything; FUZZ_CASES sets how many cases each operation gets.
    """
    app = make_app(auth="keys", rate_address=0.0)
    headers = bearer(issue(app).key)
    schema = schemathesis.openapi.from_wsgi("/openapi/openapi.json", app)
    # One operation erases persons whom the next ones ask for.
    schema.config.checks.positive_data_acceptance.expected_statuses.append("410")
    failures: list[str] = []
    for found in schema.get_all_operations():
        operation = found.ok()
        failures += _failures(operation, GenerationMode(mode), headers)

    assert failures == []


def _failures(operation, mode, headers):
    try:
        strategy = operation.as_strategy(generation_mode=mode)

        @settings(
            max_examples=int(os.environ.get("FUZZ_CASES", "40")),
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=strategy)
        def run(case):
            judged = positive_data_acceptance if mode is GenerationMode.POSITIVE else negative_data_rejection
            # Ways to show a key are not what is tried out here.
            for name in ("Authorization", "X-Api-Key", HEADER):
                (case.headers or {}).pop(name, None)
            by_shape = mode is GenerationMode.NEGATIVE or not operation.path.startswith(JUDGED_BY_MORE)
            case.call_and_validate(checks=[*CHECKS, *([judged] if by_shape else [])], headers=headers)

        run()
    except Unsatisfiable:
        return []
    except Exception as error:
        return [f"{operation.label}: {error}"[:2_000]]
    return []
