"""Audiences over HTTP: what there is, who may see whom, and every mistake with its own problem."""

import time

import pytest

from tests.service.audiences.conftest import COUNT, settled, town
from tests.service.issuing import client_of
from tests.service.test_webhooks import receiver

__all__ = ["town"]


@pytest.fixture
def caller(town, app):
    """A client of the installation with audiences."""
    return app.test_client()


def test_audiences_are_listed_with_their_sizes(town, caller):
    """Every audience of the configuration, its members and held-out persons, and as of when."""
    told = caller.get("/v1/audiences").get_json()
    one = caller.get("/v1/audiences/leavers").get_json()

    assert {each["audience"] for each in told["data"]} == {"leavers", "cities", "all", "capped", "never"}
    assert (one["members"], one["persons"], one["everybody"]) == (40, COUNT, False)
    assert one["document"]["holdout"] == 0.3
    assert told["as_of"] == one["as_of"]


def test_previews_and_overlaps(town, caller):
    """Some members with their facts, and how much audiences and tags overlap."""
    shown = caller.get("/v1/audiences/leavers/preview?limit=3").get_json()["data"]
    overlap = caller.post("/v1/audiences/overlap", json={"names": ["leavers", "left"]}).get_json()

    assert 0 < len(shown) <= 3
    assert shown[0]["person_id"].startswith("p_")
    assert overlap["overlap"][0] == [40, 40]


def test_an_export_is_fetched_and_its_lift_read(town, caller):
    """Given out, the treated persons can be read as pages and as CSV, and the lift says what it cannot say yet."""
    made = caller.post("/v1/audiences/leavers/exports")
    export = made.get_json()
    members, cursor = [], ""
    while cursor is not None:
        page = caller.get(f"/v1/audience-exports/{export['export_id']}/members?limit=7{cursor}").get_json()
        members += page["data"]
        cursor = page["next_cursor"] and f"&cursor={page['next_cursor']}"
    text = caller.get(f"/v1/audience-exports/{export['export_id']}/file").get_data(as_text=True)
    lift = caller.get(f"/v1/audience-exports/{export['export_id']}/lift?days=3").get_json()

    assert made.status_code == 201
    assert export["treated"] + export["held_out"] == 40
    assert len(members) == export["treated"] == len(text.splitlines()) - 1
    assert caller.get("/v1/audiences/leavers/exports").get_json()["data"][0] == export
    assert caller.get(f"/v1/audience-exports/{export['export_id']}").get_json() == export
    assert lift["treated"]["persons"] == export["treated"]
    assert lift["refused"]
    assert not lift["complete"]


def test_a_webhook_is_sent_while_the_caller_goes_on(town, app):
    """The answer comes at once; what became of the sending is told with the export."""
    hooks = town.office.giving.webhooks
    object.__setattr__(hooks, "anywhere", True)
    with receiver([200]) as (url, got):
        export = app.test_client().post("/v1/audiences/leavers/exports", json={"webhook": url}).get_json()
        until = time.monotonic() + 20
        while time.monotonic() < until:
            told = app.test_client().get(f"/v1/audience-exports/{export['export_id']}").get_json()
            if told["state"] == "sent":
                break
            time.sleep(0.05)

    assert told["state"] == "sent"
    assert len(got) == 1


def test_the_best_persons_come_in_pages(town, caller):
    """Pages together are the ranking, without repeats; asked for, it is noted as an export."""
    url = f"/v1/products/{town.products[1]}/audience"
    found, cursor = [], None
    while True:
        page = caller.post(url, json={"limit": 50, **({"cursor": cursor} if cursor else {})}).get_json()
        found += page["data"]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    export = caller.post(url, json={"limit": 10, "holdout": 0.0, "export": True}).get_json()

    assert len({each["person_id"] for each in found}) == len(found) == page["scored"] - page["closed"]
    assert export["export"]["treated"] == 10
    assert export["data"] == []


def test_ids_are_for_those_who_may_see_them(make_app, monkeypatch):
    """A key for audiences sees sizes and why somebody is a member, not who, and gives nobody out."""
    app = make_app(auth="keys")
    settled(app.extensions["slotwise"], monkeypatch)
    sees, knows = client_of(app, "secret", "audiences"), client_of(app, "secret", "audiences", "persons")

    assert {each["person_id"] for each in sees.get("/v1/audiences/leavers/preview").get_json()["data"]} == {None}
    assert knows.get("/v1/audiences/leavers/preview").get_json()["data"][0]["person_id"] is not None
    assert sees.post("/v1/audiences/leavers/exports").status_code == 403
    assert sees.post("/v1/products/p1/audience").status_code == 403
    assert knows.post("/v1/products/p1/audience", json={"export": True}).status_code == 403
    assert app.test_client().get("/v1/audiences").status_code == 401


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("get", "/v1/audiences/nobody", None, 404, "audience_unknown"),
        ("get", "/v1/audiences/nobody/preview", None, 404, "audience_unknown"),
        ("get", "/v1/audiences/leavers/preview?limit=0", None, 422, "request_invalid"),
        ("post", "/v1/audiences/overlap", {"names": []}, 422, "request_invalid"),
        ("post", "/v1/audiences/overlap", {"names": ["nobody"]}, 404, "audience_unknown"),
        ("post", "/v1/audiences/nobody/exports", {}, 404, "audience_unknown"),
        ("post", "/v1/audiences/leavers/exports", {"format": "xlsx"}, 422, "request_invalid"),
        ("post", "/v1/audiences/leavers/exports", {"webhook": "http://example.org"}, 422, "webhook_failed"),
        ("post", "/v1/audiences/leavers/exports", {"webhook": "nonsense"}, 422, "webhook_failed"),
        ("get", "/v1/audience-exports/ax_none", None, 404, "audience_unknown"),
        ("get", "/v1/audience-exports/ax_none/members", None, 404, "audience_unknown"),
        ("get", "/v1/audience-exports/ax_none/file", None, 404, "audience_unknown"),
        ("get", "/v1/audience-exports/ax_none/lift", None, 404, "audience_unknown"),
        ("get", "/v1/audience-exports/ax_none/lift?days=-1", None, 422, "request_invalid"),
        ("post", "/v1/products/none/audience", {}, 404, "product_unknown"),
        ("post", "/v1/products/p1/audience", {"touchpoint": "nowhere"}, 404, "touchpoint_unknown"),
        ("post", "/v1/products/p1/audience", {"audience": "nobody"}, 404, "audience_unknown"),
        ("post", "/v1/products/p1/audience", {"limit": -1}, 422, "request_invalid"),
        ("post", "/v1/products/p1/audience", {"contact": {"most": -1, "days": 1}}, 422, "request_invalid"),
        ("post", "/v1/products/p1/audience", {"cursor": "nonsense"}, 422, "request_invalid"),
    ],
)
def test_mistakes_are_told(caller, method, path, body, status, code):
    """Everything that is not there or not as it should be has a problem of its own."""
    answer = getattr(caller, method)(path, **({} if body is None else {"json": body}))

    assert (answer.status_code, answer.get_json()["code"]) == (status, code)


def test_without_columns_there_is_no_answer_yet(client):
    """An installation that never made the columns says how, with a status that asks to try again."""
    answer = client.get("/v1/audiences")

    assert (answer.status_code, answer.get_json()["code"]) == (409, "population_unavailable")
    assert "slotwise audience refresh" in answer.get_json()["detail"]
