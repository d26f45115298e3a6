"""Every route asks for what it declares; and the walk that says so finds it when one does not."""

from dataclasses import replace

import pytest
from flask import Response

from service.http import auth
from service.http.auth import operations
from service.keys import PUBLIC
from tests.service.http.walking import PUBLIC_ROUTES, holes, routes

UNLIMITED = {"auth": "keys", "rate_key": 0.0, "rate_address": 0.0}
DEMO = {("GET", "/demo"), ("GET", "/demo/<name>"), ("GET", "/demo/world.json")}


@pytest.fixture
def closed(make_app):
    """An installation that asks for keys and lets them be as fast as they like."""
    return make_app(**UNLIMITED)


def test_every_route_asks_for_its_scope(closed):
    """Nobody, a publishable key, every other scope and the right one, on every route; public is what is on the list."""
    assert holes(closed) == []
    assert {(method, rule) for method, rule, _ in routes(closed)} >= PUBLIC_ROUTES


def test_the_demo_opens_its_own_page_and_no_more(make_app, tmp_path):
    """Its routes are there in a demo only."""
    (tmp_path / "demo.json").write_text("{}")
    app = make_app(**UNLIMITED, demo=tmp_path / "demo.json")

    assert holes(app, PUBLIC_ROUTES | DEMO) == []


def test_the_document_says_the_same(closed):
    """Each operation names the ways to show a key and the scope, or none; and what it answers without."""
    document = closed.test_client().get("/openapi/openapi.json").get_json()
    assert set(document["components"]["securitySchemes"]) == {"bearer", "api_key", "signature"}
    declared = {each.name: each for made in closed.blueprints.values() for each in made.operations if each.tag}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            scope = declared[operation["operationId"]].scope
            public = (method.upper(), path) in PUBLIC_ROUTES
            assert public == (scope == PUBLIC)
            assert operation["security"] == (
                [] if public else [{each: [scope]} for each in ("bearer", "api_key", "signature")]
            )
            assert public or {"401", "403", "429"} <= set(operation["responses"])


def test_a_route_that_declares_nothing_is_closed_and_found(make_app, monkeypatch):
    """Mutant: somebody adds a route past the declarations; only administrators get in, and the walk tells."""
    monkeypatch.setattr(
        "service.app.cross_origin", lambda app, service: app.add_url_rule("/forgotten", view_func=Response)
    )
    app = make_app(**UNLIMITED)

    assert app.test_client().get("/forgotten").status_code == 401
    assert holes(app) == ["GET /forgotten: undeclared"]


@pytest.mark.parametrize("name", ["models", "decide", "person"])
def test_a_route_whose_check_is_skipped_is_found(make_app, monkeypatch, name):
    """Mutant: one route is declared public that should not be."""

    def loosened(app):
        find = operations(app)

        def mutant(endpoint):
            found = find(endpoint)
            return replace(found, scope=PUBLIC) if found is not None and found.name == name else found

        return mutant

    monkeypatch.setattr(auth, "operations", loosened)
    found = holes(make_app(**UNLIMITED))

    assert any("nobody gets in" in each for each in found)


def test_a_check_that_asks_for_any_key_is_found(make_app, monkeypatch):
    """Mutant: whoever has a key may do everything."""
    allow = auth.allow
    monkeypatch.setattr(
        auth,
        "allow",
        lambda principal, scope: (
            allow(principal, next(iter(principal.scopes), scope)) if principal else allow(principal, scope)
        ),
    )
    found = holes(make_app(**UNLIMITED))

    assert any("a publishable key gets in" in each for each in found)
    assert any("other scopes gets in" in each for each in found)


def test_a_limit_that_is_not_applied_is_found(make_app, monkeypatch):
    """Mutant: buckets that are never empty; the tests of limits fail then."""
    from service.buckets import Buckets, Taken
    from tests.service.http.test_limits import test_a_key_has_its_rate, test_who_tries_keys_out_is_slowed_down

    monkeypatch.setattr(Buckets, "take", lambda self, caller, rate: Taken(True, 1.0, 0.0))
    for each in (test_a_key_has_its_rate, test_who_tries_keys_out_is_slowed_down):
        with pytest.raises(AssertionError):
            each(make_app)
