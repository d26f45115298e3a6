"""The configuration over HTTP: read, checked, changed, compared, brought back; and what is wrong with a change."""

import pytest

from tests.service.asking import decide, refused

WHY = {"author": "ann", "reason": "because"}
FACT = {"fact": "person.weight", "type": "number"}
ROOT = "/v1/configuration"


def put(client, kind="facts", name="person.weight", entry=FACT, **more):
    """Put one entry."""
    return client.put(f"{ROOT}/{kind}/{name}", json={"entry": entry, **WHY, **more.pop("body", {})}, **more)


def test_a_change_changes_the_next_answer(client):
    """A touchpoint with fewer slots answers with fewer, and the history says who, why and what."""
    before = decide(client)["touchpoints"][0]
    place = before["touchpoint"]
    changed = put(client, "touchpoints", place, {"slots": 1}).get_json()
    after = client.post(
        "/v1/decisions", json={"person": {"id": "p"}, "touchpoints": [{"touchpoint": place}]}
    ).get_json()

    assert (changed["revision"], changed["changed"]) == (1, True)
    assert len(after["touchpoints"][0]["placements"]) == 1
    (told,) = client.get(f"{ROOT}/revisions").get_json()["data"]
    assert (told["author"], told["reason"], told["parent"], told["restores"]) == ("ann", "because", 0, None)
    assert f"+ touchpoints/{place}" in client.get(f"{ROOT}/revisions/1/diff").get_json()["text"]


def test_what_is_in_effect_is_told(client):
    """All documents, one, an entry; the ETag is the revision, and what is known already is not sent again."""
    put(client)
    whole = client.get(ROOT)

    assert whole.headers["ETag"] == '"1"'
    assert whole.get_json()["documents"] == {"facts": [FACT]}
    assert whole.get_json()["worker"] == {"ok": True, "revision": 1}
    assert client.get(f"{ROOT}/facts").get_json()["data"] == [FACT]
    assert client.get(f"{ROOT}/facts/person.weight").get_json()["entry"] == FACT
    assert client.get(ROOT, headers={"If-None-Match": '"1"'}).status_code == 304
    assert client.get("/readyz").get_json()["checks"]["configuration"] == {"ok": True, "revision": 1}


def test_entries_and_documents_change(client):
    """Put, patched, deleted, as an entry or as a whole; without a change there is no revision."""
    put(client)
    assert put(client).get_json()["changed"] is False
    patched = client.patch(f"{ROOT}/facts/person.weight", json={"patch": {"title": "T"}, **WHY}).get_json()
    assert patched["differences"][0]["changes"] == [{"pointer": "/title", "before": None, "after": "T"}]
    assert client.put(f"{ROOT}/facts", json={"entries": [], **WHY}).get_json()["revision"] == 3
    assert client.put(ROOT, json={"documents": {"facts": [FACT]}, **WHY}).get_json()["revision"] == 4
    assert client.delete(f"{ROOT}/facts/person.weight?reason=gone").get_json()["revision"] == 5
    assert client.delete(f"{ROOT}/facts?reason=gone&author=bob").get_json()["revision"] == 6
    assert client.get(ROOT).get_json()["documents"] == {}


def test_a_roll_back_is_one_step(client):
    """The revision before, or any other; it is a revision of its own."""
    put(client)
    client.delete(f"{ROOT}/facts/person.weight?reason=gone")
    back = client.post(f"{ROOT}/rollback", json=WHY).get_json()

    assert back["revision"] == 3
    assert client.get(f"{ROOT}/revisions/3").get_json()["made"]["restores"] == 1
    assert client.get(f"{ROOT}/facts").get_json()["data"] == [FACT]
    refused(client.post(f"{ROOT}/rollback", json={**WHY, "to": 9}), 404, "revision_unknown")


@pytest.mark.parametrize("gone", ["facts", "facts/person.weight"])
def test_a_dry_run_of_whatever_change_changes_nothing(client, gone):
    """A roll-back and a deletion too tell what would be, and leave what is."""
    put(client)
    back = client.post(f"{ROOT}/rollback", json={**WHY, "dry_run": True}).get_json()
    deleted = client.delete(f"{ROOT}/{gone}?reason=gone&dry_run=true").get_json()

    for told in (back, deleted):
        assert (told["ok"], told["changed"], told["revision"]) == (True, False, 1)
        assert [each["what"] for each in told["differences"]][-1] == "removed"
    assert client.get(f"{ROOT}/facts").get_json()["data"] == [FACT]


def test_a_check_changes_nothing(client):
    """Neither the check nor a dry run makes a revision; both say what would be."""
    asked = {"documents": {"facts": [FACT]}}
    checked = client.post(f"{ROOT}/check", json=asked).get_json()
    tried = put(client, body={"dry_run": True}).get_json()

    assert checked["ok"]
    assert checked["differences"] == tried["differences"] != []
    assert checked["dry_run"]["changed"] == []
    assert client.get(ROOT).get_json()["revision"] == 0
    wrong = client.post(f"{ROOT}/check", json={"documents": {"facts": [{}]}}).get_json()
    assert (wrong["ok"], wrong["problems"][0]["pointer"]) == (False, "/facts/0/fact")


def test_two_who_change_at_once(client):
    """A change of a revision that is no longer in effect: 412 by If-Match, 409 by the body."""
    put(client)
    refused(put(client, entry={**FACT, "title": "x"}, headers={"If-Match": '"0"'}), 412, "precondition_failed")
    refused(put(client, entry={**FACT, "title": "x"}, headers={"If-Match": "abc"}), 412, "precondition_failed")
    refused(put(client, entry={**FACT, "title": "x"}, body={"parent": 0}), 409, "revision_conflict")
    assert put(client, entry={**FACT, "title": "x"}, headers={"If-Match": '"1"'}).get_json()["revision"] == 2


AUDIENCE = {"audience": "a", "when": "person.nobody == 1"}
DEEP = {"field": "person.weight", "op": "==", "value": 1}
for _ in range(60):
    DEEP = {"not": DEEP}


@pytest.mark.parametrize(
    ("documents", "pointer", "code"),
    [
        ({"audiences": [AUDIENCE]}, "/audiences/0/when", "field_unknown"),
        ({"audiences": [{**AUDIENCE, "when": 'state.purchases == "x"'}]}, "/audiences/0/when", "type_wrong"),
        ({"audiences": [{**AUDIENCE, "when": "a" * 5_000}]}, "/audiences/0/when", "condition_too_large"),
        ({"audiences": [{**AUDIENCE, "when": "tags.exists(t, t)"}]}, "/audiences/0/when", "condition_invalid"),
        ({"audiences": [{**AUDIENCE, "when": DEEP}]}, "/audiences/0/when", "condition_too_large"),
        ({"audiences": [{**AUDIENCE, "when": 'audience("a")'}]}, "/audiences/0/when", "reference_circular"),
        ({"facts": [FACT, FACT]}, "/facts/1/fact", "id_repeated"),
        ({"facts": [{**FACT, "colour": "red"}]}, "/facts/0/colour", "field_unknown"),
        ({"nothing": []}, "/nothing", "document_unknown"),
        ({"facts": [7]}, "/facts/0", "type_wrong"),
    ],
)
def test_a_wrong_document_says_what_is_wrong(client, documents, pointer, code):
    """Every problem has its place and its code, and nothing has changed."""
    answer = client.put(ROOT, json={"documents": documents, **WHY})
    refused(answer, 422, "configuration_invalid")

    assert (pointer, code) in {(each["pointer"], each["code"]) for each in answer.get_json()["errors"]}
    assert client.get(ROOT).get_json()["revision"] == 0


def test_a_request_that_is_none(client):
    """Bodies of another shape, without a reason, too large, or about what there is not."""
    refused(client.put(ROOT, json={"documents": {}, **WHY}), 422, "request_invalid")
    refused(client.put(ROOT, json={"documents": {"facts": []}}), 422, "request_invalid")
    refused(client.put(ROOT, json={"documents": {"facts": {}}, **WHY}), 422, "request_invalid")
    refused(client.put(f"{ROOT}/nothing", json={"entries": [], **WHY}), 422, "configuration_invalid")
    refused(put(client, name="person.height"), 422, "configuration_invalid")
    refused(client.patch(f"{ROOT}/facts/nobody", json={"patch": {}, **WHY}), 404, "document_unknown")
    refused(client.delete(f"{ROOT}/facts/nobody?reason=x"), 404, "document_unknown")
    refused(client.delete(f"{ROOT}/facts"), 422, "request_invalid")
    refused(client.get(f"{ROOT}/nothing"), 404, "document_unknown")
    refused(client.get(f"{ROOT}/revisions/7"), 404, "revision_unknown")
    refused(client.get(f"{ROOT}/revisions?limit=x"), 422, "request_invalid")
    large = {"entry": {**FACT, "title": "x" * 1_000_000}, **WHY}
    refused(client.put(f"{ROOT}/facts/person.weight", json=large), 422, "configuration_invalid")


def test_the_record_tells_the_revision(client):
    """Which revision a decision was made with stands in its explanation."""
    put(client)
    asked = {"person": {"id": "p"}, "touchpoints": [{"touchpoint": "home"}]}

    assert client.post("/v1/explain", json=asked).get_json()["configuration_revision"] == 1


def test_who_may(make_app):
    """Without a key nothing is told."""
    client = make_app(auth="keys").test_client()

    refused(client.get(ROOT), 401, "key_missing")
    refused(put(client), 401, "key_missing")
