"""Persons over HTTP: what is known of one, their consent, their identifiers, and their rights."""

from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from service.answered_persons import (
    AlarmsAnswer,
    ConsentAnswer,
    ErasureAnswer,
    ExportAnswer,
    KnownPersonAnswer,
    LinksAnswer,
    PartedAnswer,
    ProofAnswer,
)
from tests.service.asking import click, decide, refused
from tests.service.issuing import client_of
from tests.worlds import make_state

OPERATIONS = [
    ("GET", "/v1/persons/p", None),
    ("PUT", "/v1/persons/p/consent", {"personalize": False}),
    ("POST", "/v1/persons/p/links", {"identities": {"member": "m"}}),
    ("DELETE", "/v1/persons/p/links/m_1", None),
    ("POST", "/v1/persons/p/merges/m_1/undo", None),
    ("GET", "/v1/persons/p/export", None),
    ("DELETE", "/v1/persons/p", None),
    ("POST", "/v1/persons/link-proofs", {"person": {"id": "p", "identities": {"member": "m"}}}),
    ("GET", "/v1/erasures/er_1", None),
    ("GET", "/v1/link-alarms", None),
]


def send(client: FlaskClient, event_id: str, person: dict[str, Any], product: str = "p1", **more: Any) -> str:
    """Send one event and return what became of it."""
    event = {"event_id": event_id, "type": "view", "person": person, "product_id": product, **more}
    result: dict[str, Any] = client.post("/v1/events", json={"events": [event]}).get_json()["results"][0]
    return str(result["status"] if "problem" not in result else result["problem"]["code"])


def known(client: FlaskClient, person_id: str) -> dict[str, Any]:
    """What is known of a person, held against its shape."""
    response = client.get(f"/v1/persons/{person_id}")
    assert response.status_code == 200, response.get_data(as_text=True)
    found: dict[str, Any] = response.get_json()
    KnownPersonAnswer.model_validate(found)
    return found


def link(client: FlaskClient, person_id: str, *persons: str, **identities: str) -> list[dict[str, Any]]:
    """Link identifiers and persons to a person, and return what became of each."""
    body = {"identities": identities, "persons": list(persons)}
    response = client.post(f"/v1/persons/{person_id}/links", json=body)
    assert response.status_code == 200, response.get_data(as_text=True)
    LinksAnswer.model_validate(response.get_json())
    found: list[dict[str, Any]] = response.get_json()["links"]
    return found


def products(found: dict[str, Any]) -> list[str]:
    """Products of a person's history, the oldest first."""
    return [each["product_id"] for each in reversed(found["state"]["history"])]


def test_a_person_is_told_with_what_is_used(client, service):
    """State, layers with their moments, attributes with whether they are used, the latest events first."""
    with service.database.write() as connection:
        service.states.put(connection, [make_state("p", ["p1"], 1_000, city="SZ", tier="gold")])
    send(client, "e1", {"id": "p"}, "p3", type="convert", occurred_at="2026-01-02T00:00:00Z")
    client.put("/v1/persons/p/consent", json={"hidden": ["city"]})
    found = known(client, "p")

    assert products(found) == ["p1", "p3"]
    assert (found["layer"], found["layers"]["payer"]) == ("payer", "2026-01-02T00:00:00.000Z")
    assert [(each["name"], each["used"]) for each in found["attributes"]] == [("city", False), ("tier", True)]
    assert found["used"] == {"history": 2, "shown": 0, "attributes": ["tier"]}
    assert [each["type"] for each in found["timeline"]] == ["consent", "convert"]
    assert client.get("/v1/persons/p?timeline=1").get_json()["timeline"][0]["type"] == "consent"


def test_nobody_is_unknown(client):
    """Somebody of whom nothing is known is a 404, and so is an id that nobody can have."""
    refused(client.get("/v1/persons/nobody"), 404, "person_unknown")
    refused(client.get("/v1/persons/" + "x" * 300), 404, "person_unknown")
    refused(client.delete("/v1/persons/nobody"), 404, "person_unknown")
    refused(client.get("/v1/erasures/er_none"), 404, "erasure_unknown")
    refused(client.delete("/v1/persons/p/links/m_none"), 404, "merge_unknown")


def test_an_opt_out_holds_from_the_next_answer_on(make_app):
    """On every worker the answer is that of a person without data; taken back, it is as before."""
    one, other = make_app(), make_app()
    for app in (one, other):
        app.extensions["slotwise"].answering.seeds.of = lambda decision_id: "the same draw"
    client, elsewhere = one.test_client(), other.test_client()
    click(client, "p", "p1", "p3", "p5")

    def page(worker: FlaskClient, person_id: str) -> Any:
        found = decide(worker, person={"id": person_id, "attributes": {"city": "SZ"}}, explain="none")
        return [
            [(each["content_id"], each["score"], each["propensity"]) for each in entry["placements"]]
            for entry in found["touchpoints"]
        ], found["person"]["known"]

    before, nobody = page(elsewhere, "p"), decide_nobody(elsewhere)
    assert before[0] != nobody
    response = client.put("/v1/persons/p/consent", json={"personalize": False})
    ConsentAnswer.model_validate(response.get_json())
    for worker in (client, elsewhere):
        assert page(worker, "p") == (nobody, False)
    client.put("/v1/persons/p/consent", json={"personalize": True})
    assert page(elsewhere, "p")[0] == before[0]


def decide_nobody(client: FlaskClient) -> Any:
    """The page of somebody without data, who gives none."""
    found = decide(client, person={"id": "nobody at all"})
    return [
        [(each["content_id"], each["score"], each["propensity"]) for each in entry["placements"]]
        for entry in found["touchpoints"]
    ]


def test_a_build_that_ignores_the_opt_out_is_found_out(make_app, monkeypatch):
    """The mutant: where the fold takes no notice of consent, the test above fails."""
    monkeypatch.setattr("slotwise.person._consented", lambda state, consent, at: state)
    with pytest.raises(AssertionError):
        test_an_opt_out_holds_from_the_next_answer_on(make_app)


def test_a_repeat_after_an_opt_out_is_answered_anew(client):
    """The answer that a request id has had was personal: it is not given again."""
    click(client, "p", "p1", "p3")
    first = decide(client, person={"id": "p"}, request_id="r1")
    assert decide(client, person={"id": "p"}, request_id="r1")["decision_id"] == first["decision_id"]
    client.put("/v1/persons/p/consent", json={"personalize": False})
    again = decide(client, person={"id": "p"}, request_id="r1")

    assert again["decision_id"] != first["decision_id"]
    assert not again["person"]["known"]


def test_consent_says_only_what_changes(client):
    """What is left out stays; nothing at all changes nothing; somebody unknown may say no before they come."""
    first = client.put("/v1/persons/p/consent", json={"personalize": False, "hidden": ["tier", "city", "tier"]})
    assert first.get_json()["hidden"] == ["city", "tier"]
    second = client.put("/v1/persons/p/consent", json={"personalize": True}).get_json()
    assert (second["personalize"], second["hidden"]) == (True, ["city", "tier"])
    assert client.put("/v1/persons/p/consent", json={}).get_json() == second
    send(client, "e1", {"id": "p"})
    assert known(client, "p")["consent"] == second


def test_consent_comes_through_persons_only(client):
    """An event that calls itself consent is refused."""
    assert send(client, "e1", {"id": "p"}, type="consent") == "request_invalid"


def test_anonymous_first_then_a_login(client):
    """What was done before the login follows the first who logs in, and only that one."""
    send(client, "e1", {"identities": {"anonymous": "a"}}, "p1")
    send(client, "e2", {"identities": {"anonymous": "a", "member": "1"}}, "p3")
    send(client, "e3", {"identities": {"anonymous": "a", "member": "2"}}, "p5")
    send(client, "e4", {"identities": {"anonymous": "a"}}, "p7")

    assert products(known(client, "member:1")) == ["p1", "p3", "p7"]
    assert products(known(client, "member:2")) == ["p5"]
    assert known(client, "anonymous:a")["person_id"] == "member:1"
    assert decide(client, person={"identities": {"anonymous": "a"}})["person"]["id"] == "member:1"


def test_a_decision_knows_a_person_by_any_identifier(client):
    """The one that says most goes first; where nothing is known under it, the next one is asked."""
    send(client, "e1", {"identities": {"wechat_openid": "o"}})
    asked = decide(client, person={"identities": {"member": "new", "wechat_openid": "o", "device": "tv"}})

    assert asked["person"] == {"id": "wechat_openid:o", "known": True}
    assert decide(client, person={"identities": {"device": "tv", "member": "x"}})["person"]["id"] == "member:x"


def test_an_app_needs_a_proof(make_app):
    """With a publishable key several ids link nothing, unless a server has signed that they are one person's."""
    app = make_app(auth="keys")
    server, phone = client_of(app), client_of(app, "publishable")
    both = {"anonymous": "a", "member": "1"}
    send(phone, "e1", {"identities": {"anonymous": "a"}}, "p1")
    assert send(phone, "e2", {"identities": both}, "p3") == "accepted"
    assert products(known(server, "member:1")) == ["p3"]

    response = server.post("/v1/persons/link-proofs", json={"person": {"identities": both}})
    ProofAnswer.model_validate(response.get_json())
    proof = response.get_json()["proof"]
    assert send(phone, "e3", {"identities": {**both, "wechat_openid": "o"}, "proof": proof}, "p5") == "accepted"
    assert products(known(server, "member:1")) == ["p1", "p3", "p5"]
    assert "wechat_openid:o" not in str(known(server, "member:1"))
    assert known(server, "member:1")["merges"][0]["cause"] == "proof"
    assert send(phone, "e4", {"identities": both, "proof": proof + "x"}) == "token_invalid"


def test_an_expired_proof_loses_no_event(make_app):
    """It links nothing, but what the person did is stored."""
    app = make_app(auth="keys")
    server, phone = client_of(app), client_of(app, "publishable")
    proof = app.extensions["slotwise"].persons.proofs.sign(["anonymous:a", "member:1"], 1)
    send(phone, "e1", {"identities": {"anonymous": "a"}}, "p1")

    assert send(phone, "e2", {"identities": {"anonymous": "a", "member": "1"}, "proof": proof}, "p3") == "accepted"
    assert products(known(server, "member:1")) == ["p3"]


def test_links_are_undone_by_call(client):
    """Both persons are as if the link had never been, and the next event of the same kind does not link again."""
    send(client, "e1", {"id": "a"}, "p1")
    send(client, "e2", {"id": "b"}, "p3")
    (phone,) = link(client, "a", phone_hash="1")
    (merged,) = link(client, "a", "b")
    assert known(client, "b")["person_id"] == "a"
    assert [each["namespace"] for each in known(client, "a")["identities"]] == ["phone_hash"]

    parted = client.post(f"/v1/persons/a/merges/{merged['link']}/undo").get_json()
    PartedAnswer.model_validate(parted)
    assert (parted["person_id"], parted["parted"]) == ("a", "b")
    assert (products(known(client, "a")), products(known(client, "b"))) == (["p1"], ["p3"])
    assert client.delete(f"/v1/persons/a/links/{phone['link']}").status_code == 200
    refused(client.delete(f"/v1/persons/a/links/{phone['link']}"), 404, "merge_unknown")
    send(client, "e3", {"id": "a", "identities": {"phone_hash": "1"}})
    assert known(client, "a")["identities"] == []


def test_a_link_over_a_cap_is_refused_with_an_alarm(client, service):
    """All of the call or nothing; the alarm is listed, counted, and names the cap."""
    most = service.persons.namespaces.of("member").per_person
    for number in range(most):
        link(client, "p", member=str(number))
    response = client.post("/v1/persons/p/links", json={"identities": {"member": "one more", "wechat_openid": "o"}})
    refused(response, 409, "link_refused")
    alarms = client.get("/v1/link-alarms").get_json()
    AlarmsAnswer.model_validate(alarms)

    assert [(each["cap"], each["subject"], each["times"]) for each in alarms["data"]] == [("per_person", "p", 1)]
    assert len(known(client, "p")["identities"]) == most
    assert service.metrics.link_alarms.labels("per_person", "member")._value.get() == 1


def test_everything_can_be_exported(client, service):
    """One document with all tables: events, decisions, answers, exposures, merges, rejected events."""
    send(client, "e1", {"id": "p"}, context={"channel": "app"})
    link(client, "p", member="1")
    placed = decide(client, person={"id": "p"}, request_id="r1")["touchpoints"][0]["placements"][0]
    send(client, "e2", {"id": "p"}, type="exposure", token=placed["token"], product_id=None)
    send(client, "e3", {"id": "p"}, type="no such type")
    service.answering.log.flush()
    response = client.get("/v1/persons/member:1/export")
    document = response.get_json()
    ExportAnswer.model_validate(document)

    assert document["person_id"] == "p"
    assert document["ids"] == ["p", "member:1"]
    assert [each["event_id"] for each in document["events"]] == ["e1", "e2"]
    assert document["events"][0]["context"] == {"channel": "app"}
    for name in ("decisions", "answers", "exposures", "merges", "rejected_events", "person_states"):
        assert len(document[name]) >= 1, name
    assert document["decisions"][0]["touchpoints"][0]["placements"][0]["features"]
    assert response.headers["Cache-Control"] == "no-store"


def test_erasure_gives_a_receipt_and_is_final(client, service):
    """Asked again it is the same receipt; the person is gone, and their events are refused from then on."""
    send(client, "e1", {"id": "p"})
    link(client, "p", member="1")
    response = client.delete("/v1/persons/member:1")
    receipt = response.get_json()
    ErasureAnswer.model_validate(receipt)

    assert (receipt["status"], receipt["deleted"]["events"]) == ("completed", 1)
    assert client.delete("/v1/persons/p").get_json() == receipt
    assert client.get(f"/v1/erasures/{receipt['receipt']}").get_json() == receipt
    refused(client.get("/v1/persons/p"), 410, "person_erased")
    refused(client.get("/v1/persons/member:1/export"), 410, "person_erased")
    refused(client.put("/v1/persons/p/consent", json={"personalize": True}), 410, "person_erased")
    refused(client.post("/v1/persons/q/links", json={"identities": {"member": "1"}}), 410, "person_erased")
    assert send(client, "e2", {"identities": {"member": "1"}}) == "person_erased"
    assert send(client, "e3", {"id": "p"}) == "person_erased"


def test_a_decision_that_waits_to_be_logged_is_not_logged_after_the_erasure(client, service):
    """What was answered before and written afterwards would bring the person back into the log."""
    send(client, "e1", {"id": "p"})
    service.answering.log.stop()
    decision_id = decide(client, person={"id": "p"}, request_id="r1")["decision_id"]
    other = decide(client, person={"id": "q"})["decision_id"]
    client.delete("/v1/persons/p")
    service.answering.log.flush()

    assert service.decisions.record(decision_id) is None
    assert service.decisions.record(other) is not None
    assert service.decisions.answered("r1") is None


@pytest.mark.parametrize(("method", "path", "body"), OPERATIONS)
def test_a_publishable_key_does_nothing_about_persons(make_app, method, path, body):
    """What can be read out of an app reads nobody, links nobody and erases nobody."""
    phone = client_of(make_app(auth="keys"), "publishable")
    refused(phone.open(path, method=method, json=body), 403, "scope_missing")


@pytest.mark.parametrize(("method", "path", "body"), OPERATIONS)
def test_reading_is_not_writing(make_app, method, path, body):
    """A key that may read persons changes nothing."""
    reader = client_of(make_app(auth="keys"), "secret", "persons")
    response = reader.open(path, method=method, json=body)
    if method == "GET":
        assert response.status_code in (200, 404)
    else:
        refused(response, 403, "scope_missing")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/persons/p/consent", {"personalize": "no"}),
        ("/v1/persons/p/consent", {"hidden": [""]}),
        ("/v1/persons/p/consent", {"hidden": ["x"] * 201}),
        ("/v1/persons/p/consent", {"what": 1}),
    ],
)
def test_bad_bodies_are_refused(client, path, body):
    """Another shape is a 422, and nothing happens."""
    refused(client.put(path, json=body), 422, "request_invalid")
    refused(client.get("/v1/persons/p"), 404, "person_unknown")


def test_ids_may_be_anything(client):
    """Slashes, spaces, colons, other scripts."""
    for number, name in enumerate(("a/b", "a b", "会员", "a:b:c", "..%2f", "consent")):
        send(client, f"e{number}", {"id": name})
        assert client.get("/v1/persons/" + quote(name)).status_code == 200
