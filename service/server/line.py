"""The line of requests that wait: the urgent ones first, though not so that the others never get their turn.

Patient requests are answered several in a row. What one kind of request needs lies in the nearest caches while its like
are answered, and whoever comes in between pays for it twice: to bring in their own, and to have it brought in again.
"""

from collections import deque

from service.server.connection import Connection

_TURN = 8
"""Of so many requests one is not urgent, if there is any."""
_SECONDS = 0.03
"""How long a patient request waits for others like it, where it does."""
_BYTES = 16_384
"""Requests in a row are no larger together, unless one is by itself: the urgent ones wait meanwhile."""


class Line:
    """Queues by how a request begins, as `POST /v1/decisions`; its length is how many are ready to be answered."""

    def __init__(self, urgent: tuple[bytes, ...], patient: tuple[bytes, ...] = ()):
        self._beginnings, self._patient = urgent, patient
        self._urgent: deque[Connection] = deque()
        self._others: deque[Connection] = deque()
        self._held: deque[Connection] = deque()
        self._row: deque[Connection] = deque()
        self._served = 0

    def __len__(self) -> int:
        return len(self._row) + len(self._urgent) + len(self._others)

    def append(self, connection: Connection) -> None:
        """Let a connection with a whole request wait; a patient one is not ready before it is released."""
        request = connection.request or b""
        urgent, patient = request.startswith(self._beginnings), request.startswith(self._patient)
        (self._urgent if urgent else self._held if patient else self._others).append(connection)

    @property
    def holds(self) -> bool:
        """Whether a request waits to be released."""
        return bool(self._held)

    def pause(self, now: float) -> float | None:
        """Return seconds until a request that is held must be released, None when none is."""
        return max(self._held[0].arrived + _SECONDS - now, 0.0) if self._held else None

    def release(self, now: float, pressed: bool) -> None:
        """Make those ready that are held: all, unless the worker is `pressed` and neither time nor size is reached."""
        if self._held and (not pressed or self.pause(now) == 0.0 or sum(map(_size, self._held)) >= _BYTES):
            self._others += self._held
            self._held.clear()

    def popleft(self) -> Connection:
        """Return the connection whose turn it is; raise IndexError when none waits."""
        if self._row:
            return self._row.popleft()
        self._served += 1
        if not self._urgent or (self._others and self._served % _TURN == 0):
            return self._begun(self._others.popleft())
        return self._urgent.popleft()

    def _begun(self, first: Connection) -> Connection:
        """Let the patient ones behind a patient one follow it."""
        size, each = _size(first), first
        while self._is_patient(each) and self._others and self._is_patient(each := self._others[0]):
            size += _size(each)
            if size > _BYTES:
                break
            self._row.append(self._others.popleft())
        return first

    def _is_patient(self, connection: Connection) -> bool:
        return connection.request is not None and connection.request.startswith(self._patient)


def _size(connection: Connection) -> int:
    return len(connection.request or b"")
