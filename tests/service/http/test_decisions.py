"""POST /v1/decisions, its GET twin and the record of a decision, as the API promises them."""

import time

import pytest

from tests.service.asking import body, click, contents, decide, refused
from tests.service.issuing import client_of


def test_every_slot_of_several_touchpoints_is_filled_without_repeats(client):
    """Several touchpoints in one call: as many placements as slots, and no product twice on the page."""
    answer = decide(
        client, {"touchpoint": "home", "slots": 4}, {"touchpoint": "bill"}, {"touchpoint": "feed", "slots": 2}
    )

    assert [len(each["placements"]) for each in answer["touchpoints"]] == [4, 3, 2]
    products = [each["product_id"] for entry in answer["touchpoints"] for each in entry["placements"]]
    assert len(set(products)) == len(products)
    assert {each["service_level"] for each in answer["touchpoints"]} == {"ranker"}
    assert answer["touchpoints"][0]["model"] == {"name": "checkerboard", "version": "1"}


def test_a_person_gets_what_people_like_them_want(client):
    """Somebody who clicks odd products is answered with odd products, from the click on and no retraining."""
    click(client, "odd", "p1", "p5", "p7", "p11")
    answer = decide(client, {"touchpoint": "home", "slots": 3}, person={"id": "odd"}, context={"channel": "app"})

    numbers = [int(each["product_id"][1:]) for each in answer["touchpoints"][0]["placements"]]
    assert answer["person"] == {"id": "odd", "known": True}
    assert sum(number % 2 for number in numbers) >= 2


def test_the_scene_is_detected_or_named(client):
    """A scene comes from the facts of the request, or from the caller."""
    assert decide(client, context={"data_used_ratio": 1.04})["scene"] == "over_quota"
    assert decide(client, context={"data_used_ratio": 0.4})["scene"] is None
    assert decide(client, scene="over_quota")["scene"] == "over_quota"


def test_an_unknown_touchpoint_is_an_error_of_that_entry_only(client):
    """The other touchpoints of the call are answered."""
    answer = decide(client, {"touchpoint": "nowhere"}, {"touchpoint": "home"})

    assert answer["touchpoints"][0]["error"]["code"] == "touchpoint_unknown"
    assert len(answer["touchpoints"][1]["placements"]) == 5


def test_an_unknown_person_is_answered(client):
    """A person of whom nothing is known gets the answer of a new person."""
    answer = decide(client, person={"id": "nobody ever saw"})

    assert answer["person"] == {"id": "nobody ever saw", "known": False}
    assert len(answer["touchpoints"][0]["placements"]) == 5


def test_candidates_given_by_the_caller_are_ranked_and_nothing_else(client):
    """Only the candidates given may be shown; those that are not known are left out."""
    given = ["p2.banner", "p3.banner", "no such content", "p4.tile"]
    entry = decide(client, {"touchpoint": "home", "candidates": given})["touchpoints"][0]

    assert set(contents(entry)) == {"p2.banner", "p3.banner"}
    assert "only 2" in entry["short"]


def test_nothing_left_to_show_is_said(client):
    """When every candidate is excluded the list is empty, says why, and the status is 200 all the same."""
    entry = decide(client, {"touchpoint": "home", "candidates": ["p1.banner"], "exclude": ["p1.banner"]})[
        "touchpoints"
    ][0]
    unknown = decide(client, {"touchpoint": "home", "candidates": ["nope"]})["touchpoints"][0]

    assert entry["placements"] == unknown["placements"] == []
    assert entry["short"]
    assert unknown["short"]


def test_ten_thousand_exclusions_are_honoured(client):
    """Nothing that is excluded is shown, however long the list."""
    out = [f"p{number}.banner" for number in range(30)] + [f"x{number}" for number in range(9_970)]
    entry = decide(client, {"touchpoint": "home", "exclude": out})["touchpoints"][0]

    assert contents(entry)
    assert not set(contents(entry)) & set(out)


def test_one_exclusion_too_many_is_refused(client):
    """The limit is told in a problem document that names the place."""
    too_many = [f"x{number}" for number in range(10_001)]
    problem = refused(
        client.post("/v1/decisions", json=body({"touchpoint": "home", "exclude": too_many})), 422, "request_invalid"
    )

    assert problem["errors"][0]["pointer"] == "/touchpoints/0/exclude"
    assert problem["errors"][0]["given"] == 10_001


def test_without_personalisation_nothing_of_the_person_is_read(client, service):
    """With personalize off somebody with a history is ranked as somebody without one."""
    click(client, "odd", "p1", "p5", "p7", "p11")
    service.answering.seeds.of = lambda decision_id: "the same draw"
    asked = {"context": {"channel": "app"}, "personalize": False}
    mine = decide(client, person={"id": "odd", "attributes": {"city": "SZ"}}, **asked)
    nobody = decide(client, person={"id": "nobody"}, **asked)

    assert [contents(each) for each in mine["touchpoints"]] == [contents(each) for each in nobody["touchpoints"]]


def test_a_deadline_of_zero_is_answered_at_once_on_a_lower_step(client):
    """No time at all still gives a full answer, which says at which level."""
    entry = decide(client, deadline_ms=0)["touchpoints"][0]

    assert entry["service_level"] in ("popular", "safety_list")
    assert len(entry["placements"]) == 5


def test_the_same_request_id_gets_the_same_answer(client):
    """A repeat is answered with the very bytes of the first answer, decision id included."""
    asked = body(request_id="r-1", person={"id": "p"})
    first, second = client.post("/v1/decisions", json=asked), client.post("/v1/decisions", json=asked)

    assert first.data == second.data
    assert client.post("/v1/decisions", json=body(request_id="r-2", person={"id": "p"})).data != first.data


def test_another_worker_gives_the_same_answer_too(client, make_app, service):
    """What one worker has answered, the others know from the store."""
    asked = body(request_id="r-1", person={"id": "p"})
    first = client.post("/v1/decisions", json=asked)
    service.background.stop()

    assert make_app().test_client().post("/v1/decisions", json=asked).data == first.data


def test_a_request_id_of_somebody_else_is_refused(client):
    """An answer is personal: the id of another person's request gets a conflict, not their answer."""
    client.post("/v1/decisions", json=body(request_id="r-1", person={"id": "p"}))

    refused(client.post("/v1/decisions", json=body(request_id="r-1", person={"id": "q"})), 409, "request_id_reused")


def test_a_dry_run_leaves_no_trace(client, service):
    """Nothing is logged and nothing is remembered."""
    first = decide(client, request_id="r-1", dry_run=True)
    service.background.stop()

    assert service.decisions.record(first["decision_id"]) is None
    assert decide(client, request_id="r-1", dry_run=True)["decision_id"] != first["decision_id"]


def test_explain_none_reason_and_full(client):
    """No reasons, a reason a placement, or everything that was considered."""
    none, reason, full = (decide(client, explain=each)["touchpoints"][0] for each in ("none", "reason", "full"))

    assert "reason" not in none["placements"][0]
    assert {"code", "text"} == set(reason["placements"][0]["reason"])
    assert full["explanation"]["considered"] >= len(full["explanation"]["candidates"]) > 0
    assert "explanation" not in reason


def test_tokens_carry_the_placement(client, service):
    """Every placement has a signed token that says what it is about."""
    answer = decide(client)
    for placed in answer["touchpoints"][0]["placements"]:
        claim = service.answering.writer._signer.verify(placed["token"], time.time())
        assert claim.decision_id == answer["decision_id"]
        assert (claim.slot, claim.content_id, claim.propensity) == (
            placed["slot"],
            placed["content_id"],
            placed["propensity"],
        )


def test_headers_tell_request_stages_and_trace(client):
    """X-Request-Id and traceparent come back, Server-Timing has a duration for each stage."""
    trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    response = client.post("/v1/decisions", json=body(), headers={"X-Request-Id": "abc", "traceparent": trace})
    plain = client.post("/v1/decisions", json=body(), headers={"X-Request-Id": "spaces are refused"})

    assert response.headers["X-Request-Id"] == "abc"
    assert response.headers["traceparent"] == trace
    stages = [each.split(";")[0] for each in response.headers["Server-Timing"].split(", ")]
    assert stages == ["read", "state", "decide", "render"]
    assert len(plain.headers["X-Request-Id"]) == 32


@pytest.mark.parametrize("odd", ["中文编号", "🦊🧡", "tab\tand\nnewline", "'; DROP TABLE events; --", "a" * 128])
def test_any_text_is_an_id(client, odd):
    """Chinese, emoji and control characters in ids are ids like all others."""
    click(client, odd, "p1")
    answer = decide(
        client, {"touchpoint": odd}, {"touchpoint": "home"}, person={"id": odd}, request_id=odd, context={odd: odd}
    )

    assert answer["person"] == {"id": odd, "known": True}
    assert answer["touchpoints"][0]["touchpoint"] == odd


def test_an_id_that_no_database_takes_is_answered(client):
    """NUL in an id: nothing can be stored under it, so nothing is known; the answer comes all the same."""
    answer = decide(client, person={"id": "nul\x00inside"}, request_id="nul\x00inside")

    assert not answer["person"]["known"]


@pytest.mark.parametrize("value", [1e308, -1e308, 2**53 + 1, 0, -0.0, 1e-320, "x" * 1_024, "", True, None])
def test_strange_facts_are_answered(client, value):
    """Huge, tiny and empty facts are facts; none of them makes an answer fail."""
    answer = decide(client, context={"data_used_ratio": value, "channel": value, "unheard of": value})

    assert len(answer["touchpoints"][0]["placements"]) == 5


def test_identities_lead_to_one_person(client):
    """A linked identity is the person it is linked to; an unlinked one is a provisional person of its own."""
    assert client.post("/v1/persons/p_1/links", json={"identities": {"wechat_openid": "o88"}}).status_code == 200

    assert decide(client, person={"identities": {"wechat_openid": "o88"}})["person"]["id"] == "p_1"
    assert decide(client, person={"identities": {"phone": "139"}})["person"]["id"] == "phone:139"
    assert decide(client)["person"] == {"id": None, "known": False}


def test_the_get_twin_answers_the_same(client, service):
    """The GET form gives the answer of the POST form for one touchpoint."""
    service.answering.seeds.of = lambda decision_id: "the same draw"
    twin = client.get(
        "/v1/touchpoints/home/decision?person=p&slots=2&context.data_used_ratio=1.04&explain=reason"
    ).get_json()
    post = decide(
        client,
        {"touchpoint": "home", "slots": 2},
        person={"id": "p"},
        context={"data_used_ratio": 1.04},
        explain="reason",
    )

    assert twin["scene"] == "over_quota"
    assert contents(twin["touchpoints"][0]) == contents(post["touchpoints"][0])


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("slots=0", "/slots"),
        ("slots=x", "/slots"),
        ("colour=red", "/colour"),
        ("slots=1&slots=2", "/slots"),
        ("deadline_ms=nan", "/deadline_ms"),
    ],
)
def test_the_get_twin_refuses_what_it_does_not_know(client, query, pointer):
    """Wrong, unknown and repeated parameters are named."""
    problem = refused(client.get(f"/v1/touchpoints/home/decision?{query}"), 422, "request_invalid")

    assert problem["errors"][0]["pointer"] == pointer


def test_the_get_twin_of_an_unknown_touchpoint_is_not_found(client):
    """There is only one entry, so its error is that of the whole."""
    refused(client.get("/v1/touchpoints/nowhere/decision"), 404, "touchpoint_unknown")


def test_a_decision_can_be_read_again(client, service):
    """The record tells what was placed with which propensity, by which version; an unknown id is a 404."""
    answer = decide(client, person={"id": "p"}, context={"channel": "app"})
    service.background.stop()
    record = client.get(f"/v1/decisions/{answer['decision_id']}").get_json()

    assert record["person_id"] == "p"
    assert record["model"]["version"] == "1"
    logged = record["touchpoints"][0]["placements"]
    told = answer["touchpoints"][0]["placements"]
    assert [(each["content_id"], each["propensity"]) for each in logged] == [
        (each["content_id"], each["propensity"]) for each in told
    ]
    refused(client.get("/v1/decisions/d_nope"), 404, "decision_unknown")


def test_the_limits_of_an_installation_hold(make_app):
    """Touchpoints, slots and candidates have a most, each named when it is passed."""
    client = make_app(max_touchpoints=1, max_slots=2, max_candidates=1).test_client()
    wide = {"touchpoint": "home", "slots": 3, "candidates": ["a", "b"]}
    problem = refused(client.post("/v1/decisions", json=body(wide, wide)), 422, "request_invalid")

    assert {each["pointer"] for each in problem["errors"]} >= {
        "/touchpoints",
        "/touchpoints/0/slots",
        "/touchpoints/1/candidates",
    }


def test_forcing_a_variant_needs_a_scope_of_its_own(make_app):
    """A key inside an app cannot, nor one that may only decide."""
    app = make_app(auth="keys")
    asked = body(experiments={"force": {"e": "b"}})
    callers = {
        "app": client_of(app, "publishable"),
        "server": client_of(app, "secret", "decide"),
        "tester": client_of(app, "secret", "decide", "experiments"),
    }
    found = {name: each.post("/v1/decisions", json=asked).status_code for name, each in callers.items()}

    assert found == {"app": 403, "server": 403, "tester": 200}
