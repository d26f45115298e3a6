"""The short way: who may take it, on whichever route."""

import pytest

from tests.service.asking import body, refused
from tests.service.issuing import bearer, issue

CLICK = {"event_id": "e1", "type": "click", "person": {"id": "p"}, "product_id": "p1"}
ROUTES = {"decide": ("/v1/decisions", body()), "events": ("/v1/events", {"events": [CLICK]})}


def post(client, scope, **headers):
    """Send what is plain but for the headers."""
    path, document = ROUTES[scope]
    return client.post(path, json=document, headers=headers)


@pytest.mark.parametrize("scope", ROUTES)
def test_only_secret_keys_without_a_limit_take_the_short_way(make_app, scope):
    """Others are checked, limited and told on the long way, and whoever may not ask is refused there."""
    app = make_app(auth="keys")
    client, way = app.test_client(), app.wsgi_app
    keys = {kind: issue(app, kind).key for kind in ("publishable", "secret")}
    log_only = issue(app, "secret", "log").key

    assert [way._may(f"Bearer {keys[kind]}", scope) for kind in ("publishable", "secret")] == [False, True]
    assert not any(way._may(given, scope) for given in ("", "Bearer ", "Bearer sk_no_key", f"Basic {keys['secret']}"))
    assert not way._may(f"Bearer {log_only}", scope)
    assert post(client, scope, **bearer(keys["secret"])).status_code in (200, 202)
    refused(post(client, scope, **bearer(log_only)), 403, "scope_missing")
    refused(post(client, scope), 401, "key_missing")


@pytest.mark.parametrize("scope", ROUTES)
def test_a_page_of_another_origin_takes_the_long_way(client, passed, scope):
    """There it is told what such a page may read."""
    assert post(client, scope, Origin="https://shop.example").status_code in (200, 202)
    assert passed == [ROUTES[scope][0]]
