"""No input is a 5xx: naughty texts, values, bodies and headers on every route, with a key that may do everything.

FUZZ_CASES sets how many cases each test and route gets: 20 unless told otherwise, thousands for a night.
"""

import json
import os
import random
import re
from urllib.parse import quote

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.service.http.naughty import BODIES, HEADERS, PACKED, TEXTS, VALUES
from tests.service.http.walking import routes
from tests.service.issuing import bearer, issue

CASES = int(os.environ.get("FUZZ_CASES", "20"))
JSON = {"Content-Type": "application/json"}
DECIDE = [
    '"person":{"id":@}', '"person":{"identities":{"phone":@}}', '"person":{"attributes":{"city":@}}',
    '"context":{"a":@}', '"scene":@', '"deadline_ms":@', '"request_id":@', '"explain":@', '"dry_run":true,"session":@',
]  # fmt: skip
EVENT = [
    '"properties":{"a":@}',
    '"value":@',
    '"more":@',
    '"occurred_at":@',
    '"slot":@',
    '"token":@',
    '"context":{"a":@}',
]
TEMPLATES = [
    *(f'{{"touchpoints":[{{"touchpoint":"home"}}],{each}}}' for each in DECIDE),
    *(f'{{"events":[{{"event_id":"e","type":"convert","person":{{"id":"p"}},{each}}}]}}' for each in EVENT),
    *(f'{{"touchpoints":[{{"touchpoint":"home","{each}":@}}]}}' for each in ("slots", "exclude", "candidates")),
    '{"touchpoints":[{"touchpoint":@}]}', '{"touchpoints":@}', '{"events":[@]}', '{"identities":@}',
    '{"personalize":@}',
    '{"events":[{"event_id":@,"type":"click","person":{"id":"p"}}]}',
    '{"events":[{"event_id":"e","type":"click","person":@}]}',
    '[{"specversion":"1.0","id":"c","source":"s","type":"click","data":@}]', "@",
]  # fmt: skip
"""Bodies with a place for a value."""
BODIED = [("POST", f"/v1/{each}") for each in ("decisions", "explain", "events", "persons/p/links")]
BODIED += [("PUT", "/v1/persons/p/consent")]
SOME = [("GET", "/"), ("POST", "/v1/decisions"), ("POST", "/v1/events"), ("POST", "/login"), ("OPTIONS", "/v1/events")]
SOME += [("GET", "/v1/models"), ("GET", "/sdk/slotwise.js")]
PARAMETERS = ("person", "slots", "explain", "limit", "cursor", "deadline_ms", "context.a", "key", "next")
QUERIED = ("/", "/login", "/v1/touchpoints/home/decision", "/v1/events/rejected")
NAMES = ["touchpoints", "touchpoint", "events", "event_id", "type", "person", "id", "identities", "slots", "context"]
SCALARS = st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | st.text(max_size=20)
DOCUMENTS = st.recursive(
    SCALARS | st.sampled_from(TEXTS),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=6),
    max_leaves=25,
)


@pytest.fixture
def closed(make_app):
    """An installation that asks for keys; its clients may be as fast as they like."""
    return make_app(auth="keys", rate_address=0.0)


@pytest.fixture
def send(closed):
    """Sends a request with a key that may do everything, unless its headers say otherwise; none may be a 5xx."""
    key, client = bearer(issue(closed).key), closed.test_client()

    def sends(method, path, headers=None, **options):
        response = client.open(path, method=method, headers={**key, **(headers or {})}, **options)
        assert response.status_code < 500, (method, path, headers, options, response.get_data(as_text=True)[:500])
        return response

    return sends


def paths(app, text="1"):
    """Method and path of every route, with a text for each of its variables."""
    return [(method, re.sub(r"<[^>]+>", lambda _: text, rule)) for method, rule, _ in routes(app)]


def some(values, name):
    """As many of the values as there are to be cases, always the same ones."""
    return random.Random(name).sample(values, min(len(values), 2 * CASES))


@pytest.mark.slow
def test_naughty_texts_in_paths(closed, send):
    """As ids, on every route that has one."""
    for text in some(TEXTS, "paths"):
        for method, path in paths(closed, quote(text, safe="")):
            if "%" in path:
                send(method, path)
    send("GET", "/v1/touchpoints/%ff%fe/decision")
    send("POST", "/v1/events/rejected/" + "9" * 5_000)


@pytest.mark.slow
def test_naughty_texts_in_queries(send):
    """As values of parameters, and as their names."""
    for text in some(TEXTS, "queries"):
        for name in (*PARAMETERS, text):
            for path in QUERIED:
                send("GET", path, query_string={name: text})
    send("GET", "/v1/touchpoints/home/decision?person=%ff&%ff=%fe&context.%ed%a0%80=1")


def test_naughty_bodies(closed, send):
    """On every route that changes something, packed and not."""
    for method, path in paths(closed):
        if method == "GET":
            continue
        for body in BODIES:
            send(method, path, JSON, data=body)
        for body in PACKED:
            send(method, path, {**JSON, "Content-Encoding": "gzip"}, data=body)


@pytest.mark.slow
@pytest.mark.parametrize("template", TEMPLATES)
def test_naughty_values_in_every_place(send, template):
    """What one value can be, in places where another is expected."""
    for value in some([*VALUES, *(orjson.dumps(text) for text in TEXTS)], template):
        for method, path in BODIED:
            send(method, path, JSON, data=template.encode().replace(b"@", value, 1))


def test_naughty_headers(send):
    """Credentials, cookies, origins, types and the rest, that are none."""
    for name, values in HEADERS.items():
        for value in values:
            for method, path in SOME:
                body = b"{}" if method == "POST" else None
                send(method, path, {**JSON, name: value.encode().decode("latin-1")}, data=body)


def test_chance(closed, send):
    """Documents of any shape, with the names that the service knows."""
    targets = [each for each in paths(closed) if each[0] != "GET"]
    patient = {"deadline": None, "suppress_health_check": list(HealthCheck)}

    @settings(max_examples=CASES * 5, derandomize=True, database=None, **patient)
    @given(st.sampled_from(targets), DOCUMENTS)
    def run(target, document):
        send(*target, JSON, data=json.dumps(document).encode("utf-8", "surrogatepass"))

    run()
