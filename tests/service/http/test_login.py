"""Logging in: a browser shows a key once, and no other site can do it for it."""

import re

import pytest

from service.app import EXTENSION
from tests.service.asking import body, refused
from tests.service.issuing import issue, issuing

PAGE = {"Accept": "text/html,application/xhtml+xml"}


@pytest.fixture
def closed(make_app):
    """An installation that asks for keys."""
    return make_app(auth="keys")


def token_in(html):
    """The token of the page's form."""
    return re.search(r'name="csrf" value="([0-9a-f]+)"', html)[1]


def log_in(client, key, **fields):
    """Open the form and send it."""
    form = {"csrf": token_in(client.get("/login", headers=PAGE).get_data(as_text=True)), "key": key, **fields}
    return client.post("/login", data=form)


def test_a_page_that_needs_a_key_asks_for_it(closed):
    """A browser gets a form with status 401, a program a problem document."""
    client = closed.test_client()
    response = client.get("/?person=p", headers=PAGE)
    html = response.get_data(as_text=True)

    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"]
    assert 'name="key"' in html
    assert 'value="/?person=p"' in html
    refused(client.get("/"), 401, "key_missing")


def test_after_logging_in_pages_answer_for_a_while(closed):
    """The cookie is for no script and no other site, it does not hold the key, and it goes back where one came from."""
    made = issue(closed, "secret", "persons")
    client = closed.test_client()
    response = log_in(client, made.key, next="/?person=p")
    cookie = next(each for each in response.headers.getlist("Set-Cookie") if each.startswith("slotwise_session="))

    assert (response.status_code, response.headers["Location"]) == (303, "/?person=p")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Max-Age=28800" in cookie
    assert made.key.rpartition("_")[2] not in cookie
    assert client.get("/").status_code == 200


def test_a_session_may_only_do_what_its_key_may(closed):
    """And it ends with the key."""
    made = issue(closed, "secret", "persons")
    client = closed.test_client()
    log_in(client, made.key)
    refused(client.get("/v1/models"), 403, "scope_missing")
    issuing(closed).revoke(made.stored.key_id)
    closed.extensions[EXTENSION].keyring.refresh()

    refused(client.get("/"), 401, "key_missing")


def test_a_session_changes_nothing_without_its_token(closed):
    """A form on another site is sent with the cookie at most, and never with the token."""
    made = issue(closed)
    client = closed.test_client()
    log_in(client, made.key)
    refused(client.post("/v1/decisions", json=body()), 403, "form_refused")
    token = token_in(client.get("/login").get_data(as_text=True))

    assert client.post("/v1/decisions", json=body(), headers={"X-Csrf-Token": token}).status_code == 200


def test_a_session_is_over_when_its_time_is(closed, monkeypatch):
    """The signed text says when, whatever the browser does with its cookie."""
    client = closed.test_client()
    log_in(client, issue(closed).key)
    wall = closed.extensions[EXTENSION].keyring.wall
    monkeypatch.setattr(closed.extensions[EXTENSION].keyring, "wall", lambda: wall() + 9 * 3_600)

    refused(client.get("/"), 401, "key_missing")


def test_the_form_itself_cannot_be_sent_by_another_site(closed):
    """Without the cookie of the form, or with another one's token, nobody is logged in."""
    key = issue(closed).key
    token = token_in(closed.test_client().get("/login").get_data(as_text=True))
    other = closed.test_client()
    other.get("/login")

    refused(closed.test_client().post("/login", data={"csrf": token, "key": key}), 403, "form_refused")
    refused(other.post("/login", data={"csrf": token, "key": key}), 403, "form_refused")


def test_a_wrong_key_gets_the_form_again(closed):
    """With what is wrong, and without a session."""
    client = closed.test_client()
    response = log_in(client, "sk_nonsense")

    assert response.status_code == 401
    assert "not a key" in response.get_data(as_text=True)
    assert client.get_cookie("slotwise_session") is None


def test_logging_out(closed):
    """The cookie goes, and it takes the session's own form."""
    client = closed.test_client()
    log_in(client, issue(closed).key)
    refused(client.post("/logout"), 403, "form_refused")
    client.post("/logout", data={"csrf": token_in(client.get("/login").get_data(as_text=True))})

    refused(client.get("/"), 401, "key_missing")


@pytest.mark.parametrize(
    "then", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x", "/a\nb"]
)
def test_a_login_leads_to_no_other_site(closed, then):
    """Whatever the form says, one stays here."""
    response = log_in(closed.test_client(), issue(closed).key, next=then)

    assert response.headers["Location"] == "/"
