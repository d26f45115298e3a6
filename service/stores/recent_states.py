"""Recent states: those that this process has unpacked lately, so that a person's next request need not do it again.

Whether one still holds is for its row to say, at every read: nothing is answered from here alone.
"""

import time
from collections.abc import Callable
from threading import Lock
from typing import NamedTuple

from slotwise.person import PersonState

_MOST = 4 << 20
"""Bytes of packed states that are kept, some 800 persons; unpacked, with their codes, they take six times as much."""
_SECONDS = 600.0
"""How long a state is kept at most: who was erased is not remembered here for long either."""


class Recent(NamedTuple):
    """A state with its row's revision and place of the log; `at` is when it was unpacked, on the clock."""

    version: tuple[int, int]
    state: PersonState
    size: int
    at: float


class RecentStates:
    """Keeps at most so many bytes of states, those that were unpacked last; threads may share it."""

    def __init__(self, most: int = _MOST, seconds: float = _SECONDS, clock: Callable[[], float] = time.monotonic):
        self._most, self._seconds, self._clock = most, seconds, clock
        self._kept: dict[str, Recent] = {}
        self._size = 0
        self._lock = Lock()

    def get(self, person_id: str) -> Recent | None:
        """Return what is kept of a person, or None."""
        return self._kept.get(person_id)

    def keep(self, person_id: str, version: tuple[int, int], state: PersonState, size: int) -> None:
        """Keep a state that was unpacked from so many bytes."""
        with self._lock:
            self._drop(person_id)
            self._kept[person_id] = Recent(version, state, size, self._clock())
            self._size += size
            self._make_room()

    def drop(self, person_id: str) -> None:
        """Forget a person."""
        with self._lock:
            self._drop(person_id)

    def forget(self) -> None:
        """Forget what was kept for too long."""
        with self._lock:
            self._make_room()

    def _make_room(self) -> None:
        before = self._clock() - self._seconds
        while self._kept:
            first = next(iter(self._kept))
            if self._size <= self._most and self._kept[first].at >= before:
                return
            self._drop(first)

    def _drop(self, person_id: str) -> None:
        found = self._kept.pop(person_id, None)
        if found is not None:
            self._size -= found.size
