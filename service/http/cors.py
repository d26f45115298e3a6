"""Cross-origin requests: a web page of another origin may call with a key that is for this origin, and no other."""

from urllib.parse import urlsplit

from flask import Flask, Request, Response, request

from service.wiring import Service
from slotwise.signing import HEADER

_HEADERS = f"Authorization, Content-Type, Content-Encoding, X-Api-Key, X-Request-Id, traceparent, {HEADER}"
_EXPOSED = "X-Request-Id, Server-Timing, Retry-After, RateLimit, RateLimit-Policy"
_REMEMBERED = "600"
"""Seconds for which a browser need not ask again."""


def cross_origin(app: Flask, service: Service) -> None:
    """Answer browsers that ask whether a page of another origin may call, and let it read what it gets.

    A preflight carries no key, so it is told what holds for any key; the call itself is checked against its own.
    """
    keyring = service.keyring

    @app.after_request
    def _cross_origin(response: Response) -> Response:
        origin = request.environ.get("HTTP_ORIGIN")
        if origin is None:
            return response
        response.headers.add("Vary", "Origin")
        if not keyring.allows(origin):
            return response
        response.headers.setdefault("Access-Control-Allow-Origin", origin)
        response.headers["Access-Control-Expose-Headers"] = _EXPOSED
        if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
            response.headers["Access-Control-Allow-Methods"] = ", ".join(sorted(response.allow))
            response.headers["Access-Control-Allow-Headers"] = _HEADERS
            response.headers["Access-Control-Max-Age"] = _REMEMBERED
        return response


def same_origin(request: Request, origin: str) -> bool:
    """Tell whether a web origin is the service itself; the scheme may have been changed by a proxy on the way."""
    try:
        return urlsplit(origin).netloc.lower() == request.host.lower() != ""
    except ValueError:
        return False
