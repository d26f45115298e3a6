"""What comes from outside is checked in one place: each way of being wrong has its status, code and pointer."""

import gzip
import json

import pytest

from tests.service.asking import body, decide, refused

PATH = "/v1/decisions"


def post(client, data, **headers):
    """Send bytes as JSON, unless the headers say otherwise."""
    return client.post(PATH, data=data, headers={"Content-Type": "application/json", **headers})


@pytest.mark.parametrize(
    "data",
    [
        b"", b"{", b"nope", b'{"touchpoints": [}', b"\xff\xfe", b'{"a": 1} trailing', b'{"person": {"id": "\xc3\x28"}}',
        b'{"touchpoints":[{"touchpoint":"home"}],"deadline_ms":NaN}',
        b'{"touchpoints":[{"touchpoint":"home"}],"deadline_ms":Infinity}',
        b'{"touchpoints":[{"touchpoint":"home"}],"context":{"x":-Infinity}}',
        b'{"touchpoints":[{"touchpoint":"\\ud800"}]}',
        b"[" * 5_000 + b"]" * 5_000,
        b'{"a":' * 5_000 + b"1" + b"}" * 5_000,
    ],
)  # fmt: skip
def test_what_is_not_json_is_malformed(client, data):
    """Broken, endless, NaN, infinite and half a surrogate: 400, and never a 500."""
    refused(post(client, data), 400, "body_malformed")


@pytest.mark.parametrize(
    "kind", ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "nonsense"]
)
def test_another_type_of_body_is_unsupported(client, kind):
    """Only JSON is taken."""
    refused(client.post(PATH, data=json.dumps(body()), headers={"Content-Type": kind}), 415, "body_type_unsupported")


def test_a_charset_beside_the_type_is_fine(client):
    """The type may have parameters."""
    response = client.post(PATH, data=json.dumps(body()), headers={"Content-Type": "application/json; charset=utf-8"})

    assert response.status_code == 200


def test_a_body_too_large_is_refused(make_app):
    """Beyond the limit the body is not even read."""
    client = make_app(max_body_bytes=1_500).test_client()

    refused(post(client, json.dumps(body(context={"x": "y" * 900, "z": "y" * 1_020}))), 413, "body_too_large")


@pytest.mark.parametrize(
    ("document", "where", "code"),
    [
        ([], "", "wrong_type"),
        ("text", "", "wrong_type"),
        (None, "", "wrong_type"),
        ({}, "/touchpoints", "required"),
        ({"touchpoints": []}, "/touchpoints", "length"),
        ({"touchpoints": {}}, "/touchpoints", "wrong_type"),
        ({"touchpoints": ["home"]}, "/touchpoints/0", "wrong_type"),
        ({"touchpoints": [{}]}, "/touchpoints/0/touchpoint", "required"),
        ({"touchpoints": [{"touchpoint": ""}]}, "/touchpoints/0/touchpoint", "length"),
        ({"touchpoints": [{"touchpoint": "x" * 129}]}, "/touchpoints/0/touchpoint", "length"),
        ({"touchpoints": [{"touchpoint": 7}]}, "/touchpoints/0/touchpoint", "wrong_type"),
        ({"touchpoints": [{"touchpoint": "home", "slots": 0}]}, "/touchpoints/0/slots", "out_of_range"),
        ({"touchpoints": [{"touchpoint": "home", "slots": -1}]}, "/touchpoints/0/slots", "out_of_range"),
        ({"touchpoints": [{"touchpoint": "home", "slots": 1.5}]}, "/touchpoints/0/slots", "wrong_type"),
        ({"touchpoints": [{"touchpoint": "home", "slots": "3"}]}, "/touchpoints/0/slots", "wrong_type"),
        ({"touchpoints": [{"touchpoint": "home", "slots": True}]}, "/touchpoints/0/slots", "wrong_type"),
        ({"touchpoints": [{"touchpoint": "home", "slots": 10**30}]}, "/touchpoints/0/slots", "out_of_range"),
        ({"touchpoints": [{"touchpoint": "home", "exclude": "c_1"}]}, "/touchpoints/0/exclude", "wrong_type"),
        ({"touchpoints": [{"touchpoint": "home", "exclude": [None]}]}, "/touchpoints/0/exclude/0", "wrong_type"),
        ({"touchpoints": [{"touchpoint": "home", "colour": 1}]}, "/touchpoints/0/colour", "unknown_field"),
        (body(colour="red"), "/colour", "unknown_field"),
        (body(person="p"), "/person", "wrong_type"),
        (body(person={"id": 7}), "/person/id", "wrong_type"),
        (body(person={"name": "x"}), "/person/name", "unknown_field"),
        (body(person={"identities": {"wechat": 1}}), "/person/identities/wechat", "wrong_type"),
        (body(person={"identities": {"": "x"}}), "/person/identities/", "length"),
        (body(context=[]), "/context", "wrong_type"),
        (body(context={"a/b~c": []}), "/context/a~1b~0c", "wrong_type"),
        (body(context={"x": {}}), "/context/x", "wrong_type"),
        (body(context={"x": "y" * 1_025}), "/context/x", "wrong_type"),
        (body(deadline_ms=-1), "/deadline_ms", "out_of_range"),
        (body(deadline_ms="50"), "/deadline_ms", "wrong_type"),
        (body(explain="all"), "/explain", "not_one_of"),
        (body(personalize="yes"), "/personalize", "wrong_type"),
        (body(dry_run=1), "/dry_run", "wrong_type"),
        (body(request_id=""), "/request_id", "length"),
    ],
)  # fmt: skip
def test_another_shape_is_named_place_by_place(client, document, where, code):
    """A 422 tells the JSON pointer, a code, what was expected and what was given."""
    problem = refused(post(client, json.dumps(document)), 422, "request_invalid")

    assert (where, code) in [(each["pointer"], each["code"]) for each in problem["errors"]]
    assert {"pointer", "code", "detail", "expected", "given"} == set(problem["errors"][0])


def test_what_is_given_is_told_in_short(client):
    """A long wrong value does not come back as a whole."""
    problem = refused(client.post(PATH, json=body(request_id="x" * 100_000)), 422, "request_invalid")

    assert len(problem["errors"][0]["given"]) < 300


def test_at_most_fifty_errors_are_listed(client):
    """A body that is wrong everywhere gets a short answer too."""
    problem = refused(client.post(PATH, json=body(*[{"touchpoint": 1}] * 50, *[{}] * 50)), 422, "request_invalid")

    assert len(problem["errors"]) == 50


def test_a_repeated_key_counts_once(client):
    """The last one holds, as everywhere."""
    response = post(client, b'{"touchpoints":[{"touchpoint":"home","slots":1,"slots":2}]}')

    assert len(response.get_json()["touchpoints"][0]["placements"]) == 2


def test_a_packed_body_is_unpacked(client):
    """gzip is taken as it is; another encoding, or what only says that it is gzip, is not."""
    packed = gzip.compress(json.dumps(body()).encode())

    assert post(client, packed, **{"Content-Encoding": "gzip"}).status_code == 200
    refused(post(client, b"no gzip", **{"Content-Encoding": "gzip"}), 400, "body_malformed")
    refused(post(client, packed[:-5], **{"Content-Encoding": "gzip"}), 400, "body_malformed")
    refused(post(client, packed + packed, **{"Content-Encoding": "gzip"}), 400, "body_malformed")
    refused(post(client, packed, **{"Content-Encoding": "br"}), 415, "body_encoding_unsupported")


def test_a_bomb_does_not_go_off(client):
    """A small body that would unpack to a gigabyte is refused after the first bytes too many."""
    refused(post(client, gzip.compress(b" " * 50_000_000), **{"Content-Encoding": "gzip"}), 413, "body_too_large")


def test_a_big_number_is_a_number(client):
    """Whole numbers beyond 64 bits are facts like others."""
    assert decide(client, context={"x": 10**25})["decision_id"]
