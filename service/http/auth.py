"""Authentication: before any view runs it is known who calls, and whether they may."""

from collections.abc import Callable

from flask import Flask, g, request

from service.http.errors import Problem
from service.keys import ADMIN, OPEN, PUBLIC, Principal
from service.settings import Settings


def authenticate(app: Flask, settings: Settings) -> None:
    """Set `flask.g.principal` before every request, and refuse who may not call its route; raise Problem."""
    find = _scopes(app)

    @app.before_request
    def _authenticate() -> None:
        g.principal = OPEN if settings.auth == "open" else None
        endpoint = request.endpoint
        # No route: a 404 or 405 follows. OPTIONS tells only which methods there are.
        if endpoint is None or request.method == "OPTIONS":
            return
        scope = find(endpoint)
        if scope != PUBLIC:
            allow(g.principal, scope)


def allow(principal: Principal | None, scope: str) -> None:
    """Let a caller pass who has the scope; raise Problem."""
    if principal is None:
        raise Problem("key_missing", "A key is needed", "send Authorization: Bearer <key>")
    if scope not in principal.scopes:
        raise Problem("scope_missing", "The key may not do this", f"this needs the scope {scope}")


def _scopes(app: Flask) -> Callable[[str], str]:
    known: dict[str, str] = {}

    def find(endpoint: str) -> str:
        """Return the scope of an endpoint; one that was never declared is the administrators' alone."""
        if not known:
            known.update(
                (f"{made.name}.{each.name}", each.scope)
                for made in app.blueprints.values()
                for each in getattr(made, "operations", [])
            )
        return known.get(endpoint, ADMIN)

    return find
