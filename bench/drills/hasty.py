"""A broken build, for the tests of the drill: it acknowledges events first and stores them a moment later."""

from __future__ import annotations

import threading
import time
from typing import Any

from flask import Flask

from service.app import EXTENSION
from service.app import create_app as create_sound_app
from service.stores.new_events import Status, Verdict

PAUSE = 0.05
"""Seconds in which events gather."""
MOST = 5
"""Calls that wait; more have to wait themselves."""


class HastyEvents:
    """Stands before the log of events and buffers, as one does who wants to be fast."""

    def __init__(self, events: Any):
        self._events = events
        self._waiting: list[Any] = []
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def add(self, new: Any, *arguments: Any, **options: Any) -> list[Verdict]:
        """Say that everything was accepted; store it soon."""
        while len(self._waiting) > MOST:
            time.sleep(PAUSE / 10)
        self._waiting.append(new)
        if self._thread is None:
            self._thread = threading.Thread(target=self._store, daemon=True)
            self._thread.start()
        return [Verdict(Status.ACCEPTED) for _ in new]

    def _store(self) -> None:
        while True:
            time.sleep(PAUSE)
            self.flush()

    def flush(self) -> None:
        """Store what waits."""
        with self._lock:
            while self._waiting:
                self._events.add(self._waiting[0])
                self._waiting.pop(0)


def create_app() -> Flask:
    """The application with hasty events."""
    app = create_sound_app()
    service = app.extensions[EXTENSION]
    hasty = service.ingest.events = HastyEvents(service.ingest.events)
    stop = service.background.stop

    def stop_orderly() -> None:
        """A worker that is told to go loses nothing: only those that are killed do."""
        hasty.flush()
        stop()

    service.background.stop = stop_orderly
    return app
