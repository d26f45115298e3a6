"""The line of requests that wait: the urgent ones first, though not so that the others never get their turn."""

from collections import deque

from service.server.connection import Connection

_TURN = 8
"""Of so many requests one is not urgent, if there is any."""


class Line:
    """Two queues; what is urgent is told by how the request begins, as `POST /v1/decisions`."""

    def __init__(self, urgent: tuple[bytes, ...]):
        self._beginnings = urgent
        self._urgent: deque[Connection] = deque()
        self._others: deque[Connection] = deque()
        self._served = 0

    def __len__(self) -> int:
        return len(self._urgent) + len(self._others)

    def append(self, connection: Connection) -> None:
        """Let a connection with a whole request wait."""
        urgent = connection.request is not None and connection.request.startswith(self._beginnings)
        (self._urgent if urgent else self._others).append(connection)

    def popleft(self) -> Connection:
        """Return the connection whose turn it is; raise IndexError when none waits."""
        self._served += 1
        if not self._urgent or (self._others and self._served % _TURN == 0):
            return self._others.popleft()
        return self._urgent.popleft()
