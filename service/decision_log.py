"""The decision log's writer: off the hot path, in a thread of its own, bounded, and honest about losses."""

import queue
import threading
import time
from collections.abc import Callable

from service.log import logger
from service.metrics import Metrics
from service.stores.decisions import Decisions, Logged
from slotwise.errors import StoreError

_BATCH = 200
_PAUSE = 0.02
"""Seconds in which decisions gather before they are written in one transaction."""
_TRIES = 5
_FORGET_EVERY = 60.0

_log = logger("decision log")


class DecisionLog:
    """Takes decisions as functions that make the record, and stores them in batches."""

    def __init__(self, store: Decisions, metrics: Metrics, size: int, keep_answers: int):
        self._store = store
        self._metrics = metrics
        self._queue: queue.Queue[Callable[[], Logged] | None] = queue.Queue(size)
        self._keep = keep_answers
        self._thread: threading.Thread | None = None

    def add(self, make: Callable[[], Logged]) -> None:
        """Hand a decision over; when the queue is full it is counted as lost and the request goes on."""
        try:
            self._queue.put_nowait(make)
        except queue.Full:
            self._metrics.lost.inc()

    def start(self) -> None:
        """Start the writer's thread."""
        self._thread = threading.Thread(target=self._run, name="decision log", daemon=True)
        self._thread.start()

    def stop(self, seconds: float = 5.0) -> None:
        """Write what is waiting and end the thread."""
        if self._thread is not None:
            self._queue.put(None)
            self._thread.join(seconds)
            self._thread = None

    def flush(self) -> None:
        """Write what is waiting, here and now."""
        while batch := self._waiting():
            self._write(batch)

    def _run(self) -> None:
        forgot = 0.0
        while True:
            first = self._queue.get()
            time.sleep(_PAUSE)
            batch = [] if first is None else [first]
            batch += self._waiting()
            self._write(batch)
            if first is None:
                self.flush()
                return
            if time.monotonic() - forgot > _FORGET_EVERY:
                forgot = time.monotonic()
                self._forget()

    def _waiting(self) -> list[Callable[[], Logged]]:
        found: list[Callable[[], Logged]] = []
        while len(found) < _BATCH:
            try:
                make = self._queue.get_nowait()
            except queue.Empty:
                break
            if make is None:
                self._queue.put(None)
                break
            found.append(make)
        return found

    def _write(self, batch: list[Callable[[], Logged]]) -> None:
        logged = []
        for make in batch:
            try:
                logged.append(make())
            except Exception as error:
                self._metrics.lost.inc()
                _log.error("record not made", error=f"{type(error).__name__}: {error}")
        for attempt in range(_TRIES if logged else 0):
            try:
                return self._store.add(logged)
            except StoreError as error:
                _log.warning("decisions not stored", attempt=attempt, detail=error.detail)
                time.sleep(0.1 * 2**attempt)
        self._metrics.lost.inc(len(logged))

    def _forget(self) -> None:
        try:
            self._store.forget_answers(int(time.time() * 1_000) - self._keep)
        except StoreError as error:
            _log.warning("old answers not dropped", detail=error.detail)
