"""The session of a browser, in its cookie."""

import pytest
from flask import Response

from service.app import EXTENSION
from service.http.errors import Problem
from service.http.sessions import COOKIE, BrowserSessions, cookie
from tests.service.issuing import issue


@pytest.fixture
def closed(make_app):
    """An installation that asks for keys."""
    return make_app(auth="keys")


@pytest.fixture
def browsers(closed):
    """Sessions of its browsers."""
    return BrowserSessions(closed.extensions[EXTENSION])


def cookie_of(closed, browsers):
    """The cookie that a browser gets for a new key."""
    made = issue(closed)
    with closed.test_request_context("/"):
        response = Response()
        browsers.begin(response, made.stored.key_id)
    return made.stored.key_id, response.headers["Set-Cookie"].split(";")[0]


def test_a_browser_is_who_has_shown_its_key(closed, browsers):
    """For looking it needs nothing more, for changing the token of a form."""
    key_id, text = cookie_of(closed, browsers)
    with closed.test_request_context("/", headers={"Cookie": text}) as context:
        assert browsers.entry(context.request).principal.key_id == key_id
        token = browsers.form_token(browsers.session(context.request))
    with closed.test_request_context("/", method="POST", headers={"Cookie": text}) as context, pytest.raises(Problem):
        browsers.entry(context.request)
    with closed.test_request_context("/", method="POST", headers={"Cookie": text}, data={"csrf": token}) as context:
        assert browsers.entry(context.request) is not None


@pytest.mark.parametrize("text", ["", "x", "a.b.c.d", "é", "." * 5_000])
def test_a_cookie_that_is_none_is_nobody(closed, browsers, text):
    """It is as if there were none."""
    with closed.test_request_context("/", headers={"Cookie": f"{COOKIE}={text}"}) as context:
        assert browsers.entry(context.request) is None


@pytest.mark.parametrize(("base", "secure"), [("http://a.example", False), ("https://a.example", True)])
def test_over_tls_the_cookie_stays_there(closed, base, secure):
    """It is sent over TLS only, once it came over TLS."""
    with closed.test_request_context("/", base_url=base):
        response = Response()
        cookie(response, COOKIE, "text", 60)

    assert ("Secure" in response.headers["Set-Cookie"]) is secure
