"""Authentication: before any view runs it is known who calls, whether they may, and whether it is too much."""

from collections.abc import Callable
from typing import Any

from flask import Flask, Request, Response, g, request

from service.http.cors import same_origin
from service.http.errors import Problem, problem_of
from service.http.limits import Limits, tell_limits
from service.http.login import refused_page
from service.http.operations import Operation
from service.http.sessions import BrowserSessions
from service.keyring import Entry
from service.keys import ADMIN, OPEN, PUBLIC, Principal
from service.wiring import Service
from slotwise.errors import KeyRefusedError
from slotwise.signing import HEADER

_BEARER = "bearer "
_SIGNATURE = "HTTP_" + HEADER.upper().replace("-", "_")


def authenticate(app: Flask, service: Service) -> None:
    """Set `flask.g.principal` before every request, and refuse who may not call its route; raise Problem."""
    declared, callers, limits = operations(app), Callers(service), Limits(service.settings)
    is_open = service.settings.auth == "open"
    tell_limits(app)

    @app.before_request
    def _authenticate() -> Response | None:
        # Behind the proxies, for each look through one costs a microsecond.
        asked: Request = request._get_current_object()  # type: ignore[attr-defined]
        known: Any = g._get_current_object()
        known.principal = OPEN if is_open else None
        endpoint = asked.endpoint
        # No route: a 404 or 405 follows. OPTIONS tells only which methods there are.
        if endpoint is None or asked.method == "OPTIONS":
            return None
        operation = declared(endpoint)
        # What was never declared is the administrators' alone.
        scope = ADMIN if operation is None else operation.scope
        if scope == PUBLIC:
            return None
        limits.check_load(scope)
        if is_open:
            return None
        try:
            principal = known.principal = callers.of(asked, scope)
            allow(principal, scope)
        except Problem as problem:
            # Who tries keys out is no faster than who has one.
            limits.check_address(asked, known)
            if operation is None or not _is_page(operation, asked):
                raise
            return refused_page(service, problem, asked)
        limits.check(asked, known)
        return None


def allow(principal: Principal | None, scope: str) -> None:
    """Let a caller pass who has the scope; raise Problem."""
    if principal is None:
        raise Problem("key_missing", "A key is needed", "send Authorization: Bearer <key>")
    if scope not in principal.scopes:
        raise Problem("scope_missing", "The key may not do this", f"this needs the scope {scope}")


def operations(app: Flask) -> Callable[[str], Operation | None]:
    """Return what tells an endpoint's operation."""
    known: dict[str, Operation] = {}

    def find(endpoint: str) -> Operation | None:
        if not known:
            known.update(
                (f"{made.name}.{each.name}", each)
                for made in app.blueprints.values()
                for each in getattr(made, "operations", [])
            )
        return known.get(endpoint)

    return find


def _is_page(operation: Operation, request: Request) -> bool:
    return operation.media == "text/html" and "text/html" in request.headers.get("Accept", "")


class Callers:
    """Finds the key that a request shows: itself, by a signature, or by the session of somebody who logged in."""

    def __init__(self, service: Service):
        self._keyring = service.keyring
        self._signatures = service.signatures
        self._sessions = BrowserSessions(service)

    def of(self, request: Request, scope: str) -> Principal | None:
        """Return who calls, or None when no key is shown; raise Problem for one that is not valid here."""
        try:
            entry = self._shown(request, scope)
        except KeyRefusedError as error:
            if not self._keyring.loaded:
                raise Problem("store_unavailable", "Not now", "the keys cannot be read yet; try again") from error
            raise problem_of(error) from error
        if entry is None:
            return None
        self._check_origin(request, entry.principal)
        return entry.principal

    def _shown(self, request: Request, scope: str) -> Entry | None:
        # The environment is asked itself: on every request, werkzeug's view of it takes as long as all else here.
        signature = request.environ.get(_SIGNATURE)
        if signature is not None:
            return self._signed(request, signature)
        key = _key(request, scope)
        return self._keyring.find(key) if key else self._sessions.entry(request)

    def _signed(self, request: Request, header: str) -> Entry:
        target = request.environ.get("RAW_URI") or request.full_path.removesuffix("?")
        return self._signatures.check(header, request.method, target, request.get_data())

    def _check_origin(self, request: Request, principal: Principal) -> None:
        origin = request.environ.get("HTTP_ORIGIN")
        if origin is None or "*" in principal.origins or origin in principal.origins or same_origin(request, origin):
            return
        raise Problem("origin_refused", "The key is not for this web page", f"it may not be used from {origin[:200]}")


def _key(request: Request, scope: str) -> str:
    """The key in the headers; for events a publishable one may stand in the address: a beacon can set no headers."""
    given: str = request.environ.get("HTTP_AUTHORIZATION", "")
    if given[:7].lower() == _BEARER:
        return given[7:].strip()
    if given:
        raise KeyRefusedError("this scheme of authorization is not known", hint="send Authorization: Bearer <key>")
    key: str = request.environ.get("HTTP_X_API_KEY", "").strip()
    if key or scope != "events":
        return key
    in_address = request.args.get("key", "")
    return in_address if in_address.startswith("pk_") else ""
