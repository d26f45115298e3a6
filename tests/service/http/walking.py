"""A walk over every route of an application: who gets in, and who should not have."""

import re
from collections.abc import Iterator

from flask import Flask
from flask.testing import FlaskClient

from service.http.auth import operations
from service.keys import ADMIN, PUBLIC, PUBLISHABLE, SCOPES
from tests.service.issuing import client_of

PUBLIC_ROUTES = {
    ("GET", "/livez"),
    ("GET", "/readyz"),
    ("GET", "/docs"),
    ("GET", "/openapi/openapi.json"),
    ("GET", "/console/style.css"),
    ("GET", "/sdk/slotwise.js"),
    ("GET", "/sdk/slotwise.mjs"),
    ("GET", "/login"),
    ("POST", "/login"),
    ("POST", "/logout"),
}
"""All that answers without a key."""
_REFUSALS = {"key_missing", "key_invalid", "scope_missing", "origin_refused"}


def routes(app: Flask) -> Iterator[tuple[str, str, str]]:
    """Method, rule and endpoint of every route."""
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield method, rule.rule, rule.endpoint


def holes(app: Flask, public: set[tuple[str, str]] = PUBLIC_ROUTES) -> list[str]:
    """What is wrong with the routes of an application: empty when everybody may do what their key says and no more."""
    found, declared = [], operations(app)
    nobody, anybody = app.test_client(), client_of(app, "publishable")
    others = {scope: client_of(app, "secret", *(set(SCOPES) - {scope, ADMIN})) for scope in SCOPES}
    holders = {scope: client_of(app, "secret", scope) for scope in SCOPES}
    for method, rule, endpoint in routes(app):
        operation, path = declared(endpoint), re.sub(r"<[^>]+>", "1", rule)
        scope = "undeclared" if operation is None else operation.scope
        if (method, rule) in public:
            expected = {"": nobody}
        else:
            expected = {} if scope in ("undeclared", PUBLIC) else {"its scope": holders[scope]}
            wrong = {"nobody": nobody} if scope not in SCOPES else {"nobody": nobody, "other scopes": others[scope]}
            wrong |= {} if scope in PUBLISHABLE else {"a publishable key": anybody}
            found += [f"{method} {rule}: {who} gets in" for who, each in wrong.items() if let_in(each, method, path)]
            if scope in ("undeclared", PUBLIC):
                found.append(f"{method} {rule}: {scope or 'public, but not on the list'}")
        found += [
            f"{method} {rule}: {who} is refused" for who, each in expected.items() if not let_in(each, method, path)
        ]
    return found


def let_in(client: FlaskClient, method: str, path: str) -> bool:
    """Whether a client's request reaches the route, whatever the route makes of it."""
    document = client.open(path, method=method).get_json(silent=True)
    return not isinstance(document, dict) or document.get("code") not in _REFUSALS
