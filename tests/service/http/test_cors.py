"""Cross-origin requests: a page calls with a key that is for its origin, and with no other."""

import pytest

from tests.service.asking import body, refused
from tests.service.issuing import bearer, issue

SHOP, OTHER = "https://shop.example", "https://other.example"


@pytest.fixture
def closed(make_app):
    """An installation that asks for keys."""
    return make_app(auth="keys")


@pytest.fixture
def shop(closed):
    """A key that the shop's pages may use."""
    return issue(closed, "publishable", origins=[SHOP]).key


def ask(app, key, **headers):
    """Ask for a decision with a key and some headers."""
    return app.test_client().post("/v1/decisions", json=body(), headers={**bearer(key), **headers})


def test_a_page_of_the_keys_origin_may_call_and_read(closed, shop):
    """The origin is named, not `*`, and caches are told that the answer depends on it."""
    response = ask(closed, shop, Origin=SHOP)

    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] == SHOP
    assert "Origin" in response.headers["Vary"]
    assert "Access-Control-Allow-Credentials" not in response.headers


@pytest.mark.parametrize(
    "origin", [OTHER, "null", "http://shop.example", SHOP + ".evil", SHOP + ":8443", "", "x" * 500]
)
def test_a_page_of_another_origin_is_refused(closed, shop, origin):
    """Another scheme, port or host is another origin, and it cannot read the answer."""
    response = ask(closed, shop, Origin=origin)

    refused(response, 403, "origin_refused")
    assert "Access-Control-Allow-Origin" not in response.headers


def test_an_app_has_no_origin(closed, shop):
    """What is no browser sends none and is not held back."""
    assert ask(closed, shop).status_code == 200


def test_a_key_without_origins_is_not_for_other_pages(closed):
    """For the service's own pages it is."""
    key = issue(closed, "publishable").key

    refused(ask(closed, key, Origin=SHOP), 403, "origin_refused")
    assert ask(closed, key, Origin="http://localhost").status_code == 200


def test_a_key_for_every_origin(closed):
    """`*` means any page."""
    response = ask(closed, issue(closed, "publishable", origins=["*"]).key, Origin=OTHER)

    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] == OTHER


def test_a_secret_key_in_a_page_is_refused(closed):
    """Somebody put it where everybody can read it."""
    refused(ask(closed, issue(closed).key, Origin=SHOP), 403, "origin_refused")


def test_a_preflight_says_what_is_allowed(closed, shop):
    """Without a key, for browsers send none; an origin of no key learns nothing."""
    wanted = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
    client = closed.test_client()
    good = client.options("/v1/decisions", headers={"Origin": SHOP, **wanted})
    bad = client.options("/v1/decisions", headers={"Origin": OTHER, **wanted})

    assert good.status_code == 200
    assert good.headers["Access-Control-Allow-Origin"] == SHOP
    assert "POST" in good.headers["Access-Control-Allow-Methods"]
    assert "Authorization" in good.headers["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Origin" not in bad.headers


def test_a_page_can_read_why_it_was_refused(closed, shop):
    """A wrong key on the right page gets its problem document."""
    response = ask(closed, "nonsense", Origin=SHOP)

    refused(response, 401, "key_invalid")
    assert response.headers["Access-Control-Allow-Origin"] == SHOP
