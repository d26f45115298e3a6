"""The short way: plain decisions and calls with events are answered past Flask, which would take a tenth of their time.

Plain is a POST of JSON as it is, from a server, with a secret key that has no limit of its own, or without one where
none is needed. What is not plain, and what is not as it should be, takes the long way instead: there everything is
checked, limited and told, and nothing is refused here.
"""

from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any, NamedTuple, Protocol

from service.http.ids import request_id, trace_id
from service.wiring import Service
from slotwise.errors import KeyRefusedError
from slotwise.signing import HEADER

Environ = dict[str, Any]
Start = Callable[..., Any]
Application = Callable[[Environ, Start], Iterable[bytes]]

_BEARER = "bearer "
_FOR_THE_LONG_WAY = ("HTTP_ORIGIN", "HTTP_CONTENT_ENCODING", "HTTP_" + HEADER.upper().replace("-", "_"))
"""A web page of another origin, a body that is packed, a signature instead of a key."""
_STATUS = {200: "200 OK", 202: "202 Accepted"}


class Short(NamedTuple):
    """An answer: its body, and what stands in the head beside that which stands in every one."""

    status: int
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()
    after: Callable[[], object] | None = None
    """What is left to do once it is on its way; must not raise."""


class Pieces(list[bytes]):
    """What is sent, and what a server calls when that is done (PEP 3333)."""

    close: Callable[[], object]


class Way(Protocol):
    """What answers the plain requests of one route."""

    path: str
    scope: str
    """What a caller must be allowed to do."""
    most: int
    """Bytes of a body; longer ones take the long way."""

    def answer(self, body: bytes, environ: Environ) -> Short | None:
        """Return the answer, or None for the long way; must not raise."""


class ShortWay:
    """A WSGI application in front of Flask's, which is `long`."""

    def __init__(self, service: Service, ways: Iterable[Way], long: Application):
        self._service = service
        self._ways = {each.path: each for each in ways}
        self._long = long
        self._open = service.settings.auth == "open"

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        """Answer a request."""
        way = self._ways.get(environ.get("PATH_INFO", ""))
        if way is None or not self._plain(environ, way):
            return self._long(environ, start_response)
        self._service.background.ensure()
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        found = way.answer(body, environ)
        if found is None:
            return self._long({**environ, "wsgi.input": BytesIO(body)}, start_response)
        start_response(_STATUS[found.status], _headers(environ, found))
        self._service.metrics.tallies.answered(found.status)
        pieces = Pieces((found.body,))
        if found.after is not None:
            pieces.close = found.after
        return pieces

    def _plain(self, environ: Environ, way: Way) -> bool:
        length = environ.get("CONTENT_LENGTH", "")
        return (
            environ["REQUEST_METHOD"] == "POST"
            and environ.get("CONTENT_TYPE") == "application/json"
            and length.isdecimal()
            and int(length) <= way.most
            and not any(name in environ for name in _FOR_THE_LONG_WAY)
            and (self._open or self._may(environ.get("HTTP_AUTHORIZATION", ""), way.scope))
        )

    def _may(self, given: str, scope: str) -> bool:
        if given[:7].lower() != _BEARER:
            return False
        try:
            principal = self._service.keyring.find(given[7:].strip()).principal
        except KeyRefusedError:
            return False
        return principal.kind == "secret" and not principal.rate and scope in principal.scopes


def _headers(environ: Environ, found: Short) -> list[tuple[str, str]]:
    headers = [
        ("Content-Type", "application/json"),
        ("Content-Length", str(len(found.body))),
        *found.headers,
        ("X-Request-Id", request_id(environ.get("HTTP_X_REQUEST_ID", ""))),
    ]
    trace = environ.get("HTTP_TRACEPARENT", "")
    return [*headers, ("traceparent", trace)] if trace_id(trace) else headers
