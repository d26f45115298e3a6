"""The pages of experiments over HTTP: who sees them, who acts, and what is refused is a sentence on the page."""

import pytest

from tests.service.http.experimenting import DRAFT, WHY, with_metrics
from tests.service.issuing import client_of, issue


def token_of(browser, path):
    """The token that the forms of a page carry."""
    return browser.get(path).get_data(as_text=True).partition('name="csrf" value="')[2].partition('"')[0]


@pytest.fixture
def caller(app):
    """A client of an open installation with one running experiment."""
    client = with_metrics(app).test_client()
    client.post("/v1/experiments", json={"experiment": DRAFT, **WHY})
    client.post("/v1/experiments/hero/start", json={**WHY, "override": True})
    return client


def test_somebody_acts_by_the_form(caller):
    """The page comes back with what is now; what cannot be done is said on the page."""
    done = caller.post("/console/experiments/hero", data={"act": "pause", "variant": "bold", "reason": "odd"})
    assert (done.status_code, done.headers["Location"]) == (303, "/console/experiments/hero")
    again = caller.post("/console/experiments/hero", data={"act": "pause", "variant": "bold", "reason": "odd"})

    assert again.status_code == 409
    assert "paused already" in again.get_data(as_text=True)
    assert (
        caller.post("/console/experiments/hero", data={"act": "ramp", "share": "x", "reason": "a"}).status_code == 409
    )
    assert caller.post("/console/experiments/hero", data={"act": "sing", "reason": "a"}).status_code == 409
    assert caller.post("/console/experiments/hero", data={"act": "stop"}).status_code == 409
    assert caller.get("/console/experiments/nobody").status_code == 404


def test_a_form_of_another_site_is_refused(caller):
    """Also where nobody needs a key."""
    answer = caller.post(
        "/console/experiments/hero", data={"act": "stop", "reason": "x"}, headers={"Origin": "https://evil.example"}
    )

    assert (answer.status_code, answer.get_json()["code"]) == (403, "form_refused")


def test_who_may_only_read_sees_no_form(make_app):
    """And is refused when sending one; an empty installation says how to begin."""
    app = with_metrics(make_app(auth="keys"))
    reads, writes = client_of(app, "secret", "experiments"), client_of(app, "secret", "experiments:write")
    assert "no experiments yet" in reads.get("/console/experiments").get_data(as_text=True)
    writes.post("/v1/experiments", json={"experiment": DRAFT, **WHY})

    assert "<form" not in reads.get("/console/experiments/hero").get_data(as_text=True)
    assert reads.post("/console/experiments/hero", data={"act": "archive", "reason": "x"}).status_code == 403


def test_a_browser_that_logged_in_acts_with_its_token(make_app):
    """A form without the token of the session is none of ours."""
    app = with_metrics(make_app(auth="keys"))
    writes = client_of(app, "secret", "experiments:write")
    writes.post("/v1/experiments", json={"experiment": DRAFT, **WHY})
    browser = app.test_client()
    key = issue(app, "secret", "experiments", "experiments:write").key
    browser.post("/login", data={"key": key, "csrf": token_of(browser, "/login")})
    token = token_of(browser, "/console/experiments/hero")
    form = {"act": "archive", "reason": "not needed"}

    assert browser.post("/console/experiments/hero", data=form).status_code == 403
    assert browser.post("/console/experiments/hero", data={**form, "csrf": token}).status_code == 303
