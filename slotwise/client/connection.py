"""Connections: one kept-alive HTTP connection a thread."""

import json
import os
import socket
import threading
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from slotwise.client.problems import Unreachable, problem_of

_AGENT = "slotwise-python"


class _Got(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


class Connections:
    """Calls the service; safe to be shared by threads, and by processes that were forked. Proxies are not used."""

    def __init__(self, url: str, key: str):
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"the service's address should look like https://host, not {url}")
        self._secure, self._host, self._port = parts.scheme == "https", parts.hostname, parts.port
        self._base = parts.path.rstrip("/")
        self._headers = {"Content-Type": "application/json", "Accept": "application/json", "User-Agent": _AGENT}
        if key:
            self._headers["Authorization"] = f"Bearer {key}"
        self._local = threading.local()

    def call(self, method: str, path: str, body: Any, timeout: float) -> Any:
        """Return the JSON document of an answer, None for an empty one; `timeout` in seconds, for each wait.

        Raises ServiceProblem. What is called has to bear being called twice: a kept-alive connection that the other
        side has closed meanwhile is opened anew, and the call sent again.
        """
        sent = None if body is None else json.dumps(body, allow_nan=False).encode()
        try:
            got = self._exchange(method, self._base + path, sent, timeout)
        except (OSError, HTTPException) as error:
            self.close()
            raise Unreachable(0, "unreachable", f"{type(error).__name__}: {error}") from error
        if got.status >= 300:
            raise problem_of(got.status, got.headers, got.body)
        try:
            return json.loads(got.body) if got.body else None
        except ValueError as error:
            raise Unreachable(got.status, "not_json", "the answer is not JSON: is this the service?") from error

    def close(self) -> None:
        """Close this thread's connection."""
        connection: HTTPConnection | None = getattr(self._local, "connection", None)
        self._local.connection = None
        if connection is not None:
            connection.close()

    def _exchange(self, method: str, path: str, body: bytes | None, timeout: float) -> _Got:
        connection, reused = self._open(timeout)
        try:
            return self._send(connection, method, path, body)
        except TimeoutError:
            raise
        except (OSError, HTTPException):
            if not reused:
                raise
            self.close()
        connection, _ = self._open(timeout)
        return self._send(connection, method, path, body)

    def _send(self, connection: HTTPConnection, method: str, path: str, body: bytes | None) -> _Got:
        connection.request(method, path, body, self._headers)
        with connection.getresponse() as response:
            headers = {name.lower(): value for name, value in response.getheaders()}
            return _Got(response.status, headers, response.read())

    def _open(self, timeout: float) -> tuple[HTTPConnection, bool]:
        """This thread's connection, and whether it has been used; a fork's child must not speak on its parent's."""
        found: HTTPConnection | None = getattr(self._local, "connection", None)
        if found is not None and found.sock is not None and self._local.process == os.getpid():
            found.sock.settimeout(timeout)
            return found, True
        kind = HTTPSConnection if self._secure else HTTPConnection
        made = kind(self._host, self._port, timeout=timeout)
        made.connect()
        # A request is headers and a body, two writes: without this the second waits for the first one's receipt.
        made.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._local.connection, self._local.process = made, os.getpid()
        return made, False
