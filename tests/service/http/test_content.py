"""Reviews over HTTP: what was stored, with tags, for those who may read reports."""

import pytest

from service.answered_content import ReviewAnswer, TouchpointValues
from service.app import EXTENSION
from service.content_reviews import ContentReviews
from tests.reviews import review
from tests.service.asking import refused
from tests.service.issuing import bearer, issue

REVIEW, VALUE = "/v1/content/review", "/v1/touchpoints/value"


@pytest.fixture
def stored(service):
    """A review is stored."""
    ContentReviews(service.results).write(review(), 1_780_900_000_000)


def test_a_touchpoints_contents_are_told(client, stored):
    """All of them, or those with one verdict."""
    found = client.get(REVIEW, query_string={"touchpoint": "home"}).get_json()
    ReviewAnswer.model_validate(found)
    only = client.get(REVIEW, query_string={"touchpoint": "home", "verdict": "replace"}).get_json()

    assert [each["verdict"] for each in found["contents"]] == ["replace", "promote"]
    assert [each["content_id"] for each in only["contents"]] == ["c<1>"]


def test_all_touchpoints_are_told_in_short(client, stored):
    """And what an exposure is worth in each."""
    ReviewAnswer.model_validate(client.get(REVIEW).get_json())
    found = client.get(VALUE).get_json()
    TouchpointValues.model_validate(found)

    assert [each["touchpoint"] for each in found["data"]] == ["home", "exit"]
    assert (found["since"], found["until"]) == ("2026-05-31T16:00:00.000Z", "2026-06-07T16:00:00.000Z")


@pytest.mark.parametrize("path", [REVIEW, f"{REVIEW}?touchpoint=home", f"{REVIEW}?touchpoint=home&verdict=keep", VALUE])
def test_what_has_not_changed_is_not_sent_again(client, stored, path):
    """Who has it already gets a 304 without a body."""
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_before_the_first_review_there_is_none(client):
    """A 404 that says so."""
    for path in (REVIEW, f"{REVIEW}?touchpoint=home", VALUE):
        refused(client.get(path), 404, "not_measured")


def test_bad_questions_are_refused(client, stored):
    """An unknown touchpoint, an unknown verdict, a verdict of nothing, an unknown parameter."""
    refused(client.get(f"{REVIEW}?touchpoint=nowhere"), 404, "touchpoint_unknown")
    refused(client.get(f"{REVIEW}?touchpoint=home&verdict=bad"), 422, "request_invalid")
    refused(client.get(f"{REVIEW}?verdict=keep"), 422, "request_invalid")
    refused(client.get(f"{REVIEW}?touchpoint={'x' * 200}"), 422, "request_invalid")
    refused(client.get(f"{VALUE}?touchpoint=home"), 422, "request_invalid")


def test_reports_need_their_scope(make_app):
    """A key that may decide may not read them, one that may read reports may."""
    app = make_app(auth="keys")
    client, service = app.test_client(), app.extensions[EXTENSION]
    ContentReviews(service.results).write(review(), 1)
    reader, other = issue(app, "secret", "reports"), issue(app, "secret", "decide")
    for path in (REVIEW, VALUE, "/console/content"):
        assert client.get(path).status_code == 401
        assert client.get(path, headers=bearer(other.key)).status_code == 403
        assert client.get(path, headers=bearer(reader.key)).status_code == 200
