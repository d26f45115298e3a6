"""A connection: what a client has sent and what it has still to get, without ever waiting for it."""

import socket
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from service.server.inbox import Inbox

_PIECE = 65_536
_GO_ON = b"HTTP/1.1 100 Continue\r\n\r\n"


class Outbox:
    """Stands for the socket where gunicorn writes: everything is kept until the connection sends it."""

    def __init__(self) -> None:
        self.bytes = bytearray()

    def sendall(self, data: bytes) -> None:
        """Keep what is to be sent."""
        self.bytes += data

    def send(self, data: bytes) -> int:
        """Keep what is to be sent, but for the word to go on: the whole request is here already."""
        if data != _GO_ON:
            self.bytes += data
        return len(data)


class Connection:
    """One client. `since` is when it last got on, on the monotonic clock; `busy` while its request waits or runs."""

    def __init__(self, sock: socket.socket, client: Any, server: Any, limit: int, now: float):
        sock.setblocking(False)
        if sock.family in (socket.AF_INET, socket.AF_INET6):
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sock, self.client, self.server = sock, client, server
        self.inbox = Inbox(limit)
        self.request: bytes | None = None
        self.arrived = self.since = now
        self.served = 0
        self.busy = self.told = self.ending = False
        self._out = bytearray()

    def receive(self) -> bool:
        """Take in what has come; return False when the client has gone."""
        try:
            data = self.sock.recv(_PIECE)
        except BlockingIOError:
            return True
        except OSError:
            return False
        if not self.ending:
            self.inbox.feed(data)
        return bool(data)

    def next_request(self, now: float) -> bool:
        """Make the next whole request the current one, if there is one; raises as the inbox does."""
        self.request = self.inbox.take()
        if self.request is None:
            if self.inbox.expects_word and not self.told:
                self.told = True
                self.send((_GO_ON,))
            return False
        self.arrived, self.busy, self.told = now, True, False
        return True

    def send(self, pieces: Iterable[bytes | bytearray] = ()) -> bool:
        """Send as much as the client takes now; return whether nothing is left. Raises OSError when it has gone."""
        for each in pieces:
            self._out += each
        while self._out:
            try:
                sent = self.sock.send(self._out)
            except BlockingIOError:
                return False
            del self._out[:sent]
        return True

    def gone(self) -> bool:
        """Tell whether the client has ended the connection."""
        try:
            return not self.sock.recv(1, socket.MSG_PEEK)
        except BlockingIOError:
            return False
        except OSError:
            return True

    @property
    def unsent(self) -> int:
        """Bytes that are left to be sent."""
        return len(self._out)

    @property
    def held(self) -> bool:
        """Whether a part of a request or of an answer is here."""
        return bool(self._out) or len(self.inbox) > 0

    def half_close(self) -> None:
        """Say that nothing more comes, and let the client read what it got: closing at once could take it away."""
        self.ending = True
        with suppress(OSError):
            self.sock.shutdown(socket.SHUT_WR)

    def close(self) -> None:
        """End the connection."""
        self.sock.close()
