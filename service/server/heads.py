"""Heads: request lines with their headers, read once. A client that stays connected sends the same head again.

Gunicorn's parser reads, and judges, every head that was not seen before. What it made of one is kept; with the same
bytes before it, a request can only differ in its body, and where that ends the inbox has found out.
"""

from io import BytesIO
from typing import Any

from gunicorn.config import Config
from gunicorn.http import wsgi
from gunicorn.http.message import Request
from gunicorn.http.parser import RequestParser

from service.server.connection import Connection, Outbox
from service.server.response import Response

_END = b"\r\n\r\n"
_MOST = 256
"""Heads that are kept; beyond that the oldest is forgotten."""
_LONGEST = 4_096
"""Bytes of a request that may be kept; the first one's body is kept along."""
_OWN = ("wsgi.input", "gunicorn.socket", "wsgi.early_hints", "REMOTE_PORT")
"""What belongs to one request or connection."""
_UNKEPT = ("TRANSFER-ENCODING", "EXPECT", "UPGRADE")
"""Headers that say more than where the body ends."""

Environ = dict[str, Any]


class Heads:
    """Makes of requests what the application is called with."""

    def __init__(self, cfg: Config):
        self._cfg = cfg
        self._kept: dict[tuple[bytes, Any, Any], tuple[Request, Environ]] = {}

    def read(self, request: bytes, connection: Connection, out: Outbox) -> tuple[wsgi.Response, Environ]:
        """Return what writes the answer of a whole request, and its environment.

        Raises what gunicorn's parser raises, StopIteration where there is no request.
        """
        client = connection.client
        by_address = isinstance(client, tuple)
        end = request.find(_END) + len(_END)
        # Whether the headers of a proxy count depends on who sends them, and so does what the caller's address is.
        key = (request[:end], client[0] if by_address else client, connection.server)
        kept = self._kept.get(key)
        if kept is None:
            return self._first(key, request, connection, out)
        parsed, environ = kept
        own = {"wsgi.input": BytesIO(request[end:]), "gunicorn.socket": out}
        if by_address:
            own["REMOTE_PORT"] = str(client[1])
        return Response(parsed, out, self._cfg), {**environ, **own}

    def _first(
        self, key: tuple[bytes, Any, Any], request: bytes, connection: Connection, out: Outbox
    ) -> tuple[wsgi.Response, Environ]:
        parsed = next(RequestParser(self._cfg, iter((request,)), connection.client))
        response, environ = wsgi.create(parsed, out, connection.client, connection.server, self._cfg)
        if len(request) <= _LONGEST and _ends_by_length(parsed):
            if len(self._kept) >= _MOST:
                del self._kept[next(iter(self._kept))]
            self._kept[key] = parsed, {name: value for name, value in environ.items() if name not in _OWN}
        return response, environ


def _ends_by_length(parsed: Request) -> bool:
    return parsed.proxy_protocol_info is None and not any(name in _UNKEPT for name, _ in parsed.headers)
