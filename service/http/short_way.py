"""The short way: a plain decision goes to the engine and back past Flask, which would take a tenth of its time.

Plain is a POST of JSON as it is, from a server, with a secret key that has no limit of its own, or without one where
none is needed. What is not plain, and what is not as it should be, takes the long way instead: there everything is
checked, limited and told, and nothing is refused here.
"""

from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

import orjson

from service.asked import DecisionRequest
from service.http.decisions import PATH, beside_decide, check_limits
from service.http.errors import Problem
from service.http.ids import request_id, trace_id
from service.timing import Timing
from service.waiting import waited
from service.wiring import Service
from slotwise.errors import KeyRefusedError
from slotwise.signing import HEADER

Environ = dict[str, Any]
Start = Callable[..., Any]
Application = Callable[[Environ, Start], Iterable[bytes]]

_BEARER = "bearer "
_FOR_THE_LONG_WAY = ("HTTP_ORIGIN", "HTTP_CONTENT_ENCODING", "HTTP_" + HEADER.upper().replace("-", "_"))
"""A web page of another origin, a body that is packed, a signature instead of a key."""


class ShortWay:
    """A WSGI application in front of Flask's, which is `long`."""

    def __init__(self, service: Service, long: Application):
        self._service = service
        self._long = long
        self._open = service.settings.auth == "open"
        self._most = service.settings.max_body_bytes

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        """Answer a request."""
        if environ.get("PATH_INFO") != PATH or not self._plain(environ):
            return self._long(environ, start_response)
        timing = Timing(waited=waited())
        self._service.background.ensure()
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        asked = self._asked(body)
        if asked is not None:
            timing.mark("read")
            try:
                found = self._service.answering.answer(asked, timing, trace_id(environ.get("HTTP_TRACEPARENT", "")))
            except Exception:
                # What is the matter is told on the long way.
                asked = None
        if asked is None:
            return self._long({**environ, "wsgi.input": BytesIO(body)}, start_response)
        start_response("200 OK", self._headers(environ, found.body, timing))
        self._service.metrics.answered(200)
        return (found.body,)

    def _plain(self, environ: Environ) -> bool:
        length = environ.get("CONTENT_LENGTH", "")
        return (
            environ["REQUEST_METHOD"] == "POST"
            and environ.get("CONTENT_TYPE") == "application/json"
            and length.isdecimal()
            and int(length) <= self._most
            and not any(name in environ for name in _FOR_THE_LONG_WAY)
            and (self._open or self._may(environ.get("HTTP_AUTHORIZATION", "")))
        )

    def _may(self, given: str) -> bool:
        if given[:7].lower() != _BEARER:
            return False
        try:
            principal = self._service.keyring.find(given[7:].strip()).principal
        except KeyRefusedError:
            return False
        return principal.kind == "secret" and not principal.rate and "decide" in principal.scopes

    def _asked(self, body: bytes) -> DecisionRequest | None:
        """Return what a body asks for, None where it is not good, or needs more than the scope `decide`."""
        try:
            asked = DecisionRequest.model_validate(orjson.loads(body))
            check_limits(asked, self._service.settings)
        except (ValueError, Problem):
            return None
        return None if beside_decide(asked) else asked

    def _headers(self, environ: Environ, body: bytes, timing: Timing) -> list[tuple[str, str]]:
        headers = [
            ("Content-Type", "application/json"),
            ("Content-Length", str(len(body))),
            ("Server-Timing", timing.header()),
            ("X-Request-Id", request_id(environ.get("HTTP_X_REQUEST_ID", ""))),
        ]
        trace = environ.get("HTTP_TRACEPARENT", "")
        return [*headers, ("traceparent", trace)] if trace_id(trace) else headers
