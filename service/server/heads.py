"""Heads: request lines with their headers, read once. A client that stays connected sends the same head again.

Gunicorn's parser reads, and judges, every head that was not seen before. What it made of one is kept; with the same
bytes before it, a request can only differ in its body and its length, and where it ends the inbox has found out.
"""

import re
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
"""Bytes of a head that may be kept."""
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*([0-9]{1,18})[ \t]*\r\n", re.IGNORECASE)
_OWN = ("wsgi.input", "gunicorn.socket", "wsgi.early_hints", "REMOTE_PORT", "CONTENT_LENGTH")
"""What belongs to one request or connection."""
_UNKEPT = ("TRANSFER-ENCODING", "EXPECT", "UPGRADE")
"""Headers that say more than where the body ends."""

Environ = dict[str, Any]
_Key = tuple[bytes, bool, Any, Any]


class Heads:
    """Makes of requests what the application is called with."""

    def __init__(self, cfg: Config):
        self._cfg = cfg
        self._kept: dict[_Key, tuple[Request, Environ]] = {}

    def read(self, request: bytes, connection: Connection, out: Outbox) -> tuple[wsgi.Response, Environ]:
        """Return what writes the answer of a whole request, and its environment.

        Raises what gunicorn's parser raises, StopIteration where there is no request.
        """
        client = connection.client
        by_address = isinstance(client, tuple)
        end = request.find(_END) + len(_END)
        length = _LENGTH.search(request, 0, end)
        head = request[:end] if length is None else request[: length.start(1)] + request[length.end(1) : end]
        # Whether the headers of a proxy count depends on who sends them, and so does what the caller's address is.
        key = (head, length is None, client[0] if by_address else client, connection.server)
        kept = self._kept.get(key)
        if kept is None:
            return self._first(key, request, end, connection, out)
        parsed, environ = kept
        own = {"wsgi.input": BytesIO(request[end:]), "gunicorn.socket": out}
        if length is not None:
            own["CONTENT_LENGTH"] = length[1].decode()
        if by_address:
            own["REMOTE_PORT"] = str(client[1])
        return Response(parsed, out, self._cfg), {**environ, **own}

    def _first(
        self, key: _Key, request: bytes, end: int, connection: Connection, out: Outbox
    ) -> tuple[wsgi.Response, Environ]:
        parsed = self._parsed(request, connection)
        response, environ = wsgi.create(parsed, out, connection.client, connection.server, self._cfg)
        if end <= _LONGEST and _ends_by_length(parsed):
            if len(self._kept) >= _MOST:
                del self._kept[next(iter(self._kept))]
            common = {name: value for name, value in environ.items() if name not in _OWN}
            # Of the head alone: what was parsed holds on to the bytes that it came with.
            self._kept[key] = self._parsed(request[:end], connection), common
        return response, environ

    def _parsed(self, request: bytes, connection: Connection) -> Request:
        found: Request = next(RequestParser(self._cfg, iter((request,)), connection.client))
        return found


def _ends_by_length(parsed: Request) -> bool:
    return parsed.proxy_protocol_info is None and not any(name in _UNKEPT for name, _ in parsed.headers)
