"""OFREP: OpenFeature's own client gets the variants that decisions get, and every error as the protocol has it."""

import json
from urllib.parse import urlsplit

import pytest
import requests
from openfeature.contrib.provider.ofrep import OFREPProvider
from openfeature.evaluation_context import EvaluationContext
from openfeature.exception import FlagNotFoundError, InvalidContextError, OpenFeatureError, TargetingKeyMissingError
from sqlalchemy import func, select

from service.configuration.edits import replaced
from service.stores.tables import ASSIGNMENTS
from slotwise.experiments.life import archive, pause, start, stop
from tests.experiments import NOW, experiment
from tests.service.issuing import bearer, issue

ALL, ONE = "/ofrep/v1/evaluate/flags", "/ofrep/v1/evaluate/flags/ranker"
AUDIENCE = {"audience": "sz", "when": 'person.city == "SZ"'}


@pytest.fixture
def put(service):
    """Puts experiments and other documents into effect."""

    def run(*experiments, **documents):
        written = {"experiments": [each.to_json() for each in experiments], **documents}
        service.configuration.changing.apply(replaced(written), "tests", "experiments")
        service.configuration.following.tick()

    return run


def evaluate(client, path=ONE, **context):
    """The status and the answer of an evaluation."""
    response = client.post(path, json={"context": context})
    return response.status_code, response.get_json()


class Wsgi(requests.adapters.BaseAdapter):
    """Takes the requests of a real client to the application, without a socket."""

    def __init__(self, client):
        super().__init__()
        self._client = client

    def send(self, request, **_):
        address = urlsplit(request.url)
        answer = self._client.open(
            address.path, method=request.method, data=request.body, headers=dict(request.headers)
        )
        response = requests.Response()
        response.status_code, response._content = answer.status_code, answer.data
        response.headers.update(dict(answer.headers))
        response.request, response.url = request, request.url
        return response

    def close(self):
        """Nothing is open."""


@pytest.fixture
def provider(client):
    """OpenFeature's provider for the protocol, on the application."""
    found = OFREPProvider("http://slotwise.test")
    found.session.mount("http://", Wsgi(client))
    return found


def test_openfeatures_own_client_gets_the_variant_of_decisions(client, provider, put):
    """For many persons: value, variant and reason; whoever is not enrolled gets the application's default."""
    put(start(experiment(share=0.6), NOW))
    seen = set()
    for each in ("p_1", "用户一号", "cafe\u0301", *(f"p_{number}" for number in range(30))):
        found = provider.resolve_string_details("ranker", "own", EvaluationContext(each))
        body = {"person": {"id": each}, "touchpoints": [{"touchpoint": "home"}], "dry_run": True}
        decided = client.post("/v1/decisions", json=body).get_json()["touchpoints"][0].get("experiments", [])
        variants = [one["variant"] for one in decided if one["key"] == "ranker"]
        assert ([found.variant] if found.variant else []) == variants
        assert (found.value, found.reason) == ((found.variant, "SPLIT") if variants else ("own", "STATIC"))
        seen.add(found.value)

    assert seen == {"control", "challenger", "own"}


def test_its_errors_are_openfeatures(provider, put):
    """Each as the class that an application catches."""
    put(start(experiment(), NOW))

    with pytest.raises(FlagNotFoundError):
        provider.resolve_string_details("gone", "own", EvaluationContext("p"))
    with pytest.raises(TargetingKeyMissingError):
        provider.resolve_string_details("ranker", "own", EvaluationContext(None, {"city": "SZ"}))
    with pytest.raises(InvalidContextError):
        provider.resolve_string_details("ranker", "own", EvaluationContext("p" * 200))
    with pytest.raises(OpenFeatureError):
        provider.resolve_boolean_details("ranker", False, EvaluationContext("p"))


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{", "PARSE_ERROR"),
        (b"[]", "INVALID_CONTEXT"),
        (b"{}", "INVALID_CONTEXT"),
        (b'{"context": []}', "INVALID_CONTEXT"),
        (b'{"context": {}}', "TARGETING_KEY_MISSING"),
        (b'{"context": {"targetingKey": ""}}', "TARGETING_KEY_MISSING"),
        (b'{"context": {"targetingKey": null}}', "TARGETING_KEY_MISSING"),
        (b'{"context": {"targetingKey": "\\"\\""}}', "INVALID_CONTEXT"),
        (b'{"context": {"targetingKey": true}}', "INVALID_CONTEXT"),
        (b'{"context": {"targetingKey": ["p"]}}', "INVALID_CONTEXT"),
    ],
)
def test_what_is_wrong_is_told(client, put, body, code):
    """Of one flag with its key, of all without."""
    put(start(experiment(), NOW))
    one, every = (client.post(path, data=body, content_type="application/json") for path in (ONE, ALL))

    assert (one.status_code, one.get_json()["key"], one.get_json()["errorCode"]) == (400, "ranker", code)
    assert (every.status_code, every.get_json()["errorCode"]) == (400, code)


def test_all_flags_at_once(client, put):
    """Those that live; one that lacks its id fails by itself."""
    begun = start(experiment("one", share=0.5), NOW)
    visit = start(experiment("visit", unit="session", layer="b"), NOW)
    put(begun, visit, experiment("draft"), stop(start(experiment("over", layer="c"), NOW), NOW))
    status, told = evaluate(client, ALL, targetingKey="p_1")

    assert status == 200
    assert [(each["key"], each.get("errorCode")) for each in told["flags"]] == [
        ("one", None), ("visit", "TARGETING_KEY_MISSING"),
    ]  # fmt: skip
    assert evaluate(client, ALL, session="s_1")[1]["flags"][1]["reason"] == "SPLIT"


def test_all_flags_are_sent_again_only_when_they_changed(client, put):
    """By their tag, which is another for another person's variants, and after a pause."""
    begun = start(experiment(), NOW)
    put(begun)
    body = {"context": {"targetingKey": "p_1"}}
    tag = client.post(ALL, json=body).headers["ETag"]
    same = client.post(ALL, json=body, headers={"If-None-Match": tag})
    put(pause(begun, NOW))
    other = client.post(ALL, json=body, headers={"If-None-Match": tag})

    assert (same.status_code, same.data, same.headers["ETag"]) == (304, b"", tag)
    assert (other.status_code, other.get_json()["flags"][0]["reason"]) == (200, "DISABLED")


def test_what_does_not_run_is_disabled_and_what_is_put_away_is_gone(client, put):
    """A draft and a stopped one are known; an archived one is not."""
    put(experiment())
    assert evaluate(client, targetingKey="p")[1]["reason"] == "DISABLED"
    begun = start(experiment(), NOW)
    put(begun)
    over = stop(begun, NOW)
    put(over)
    assert evaluate(client, targetingKey="p")[1]["reason"] == "DISABLED"
    put(archive(over, NOW))
    status, told = evaluate(client, targetingKey="p")
    assert (status, told["key"], told["errorCode"]) == (404, "ranker", "FLAG_NOT_FOUND")


def test_an_audience_is_asked_about_the_person(client, put):
    """By what the service knows, and by what the context says."""
    put(experiment(), audiences=[AUDIENCE], facts=[{"fact": "person.city", "type": "text"}])
    when = client.application.extensions["slotwise"].models.configuration.entries["audiences"]["sz"].when
    put(start(experiment(audience="sz"), NOW, when=when))

    assert evaluate(client, targetingKey="p", city="SZ")[1]["reason"] == "SPLIT"
    assert evaluate(client, targetingKey="p", city="GZ")[1]["metadata"]["why"] == "not_in_audience"


def test_testers_are_matched_by_their_id(client, put):
    """As in decisions, and not enrolled."""
    put(start(experiment(forced={"tester": "challenger"}), NOW))
    told = evaluate(client, targetingKey="tester")[1]

    assert (told["reason"], told["value"], told["metadata"]["enrolled"]) == ("TARGETING_MATCH", "challenger", False)


def test_an_evaluation_is_no_exposure(client, service, put):
    """It is logged nowhere, where the decision that follows is."""
    put(start(experiment(), NOW))
    counts = []
    for path, body in (
        (ONE, {"context": {"targetingKey": "p_1"}}),
        (ALL, {"context": {"targetingKey": "p_1"}}),
        ("/v1/decisions", {"person": {"id": "p_1"}, "touchpoints": [{"touchpoint": "home"}]}),
    ):
        assert client.post(path, json=body).status_code == 200
        service.answering.log.flush()
        counts.append(service.database.row(select(func.count().label("n")).select_from(ASSIGNMENTS), {}).n)

    assert counts == [0, 0, 1]


def test_keys_and_types_are_refused_as_everywhere(make_app):
    """By a problem document; a publishable key is enough."""
    app = make_app(auth="keys")
    client, key = app.test_client(), issue(app, "publishable").key

    assert client.post(ALL, json={"context": {"targetingKey": "p"}}).status_code == 401
    assert client.post(ALL, json={"context": {"targetingKey": "p"}}, headers=bearer(key)).status_code == 200
    wrong = client.post(ALL, data=json.dumps({}), content_type="text/plain", headers=bearer(key))
    assert (wrong.status_code, wrong.content_type) == (415, "application/problem+json")
