"""The decision log's writer: off the hot path, bounded in memory, honest about losses.

A request hands its decision over and goes on. Its record is made as soon as its answer is on its way, by the thread
that has just decided: all that it needs is in the caches still. Another thread stores records in batches, and makes
those that nobody has made; while the store refuses, records wait in memory up to a limit. Beyond it new decisions are
not logged, and counted.
"""

import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Protocol

from service.log import logger
from service.metrics import Metrics
from service.stores.decisions import Decisions, Logged
from slotwise.errors import StoreError

_BATCH = 200
_PAUSE = 0.05
"""Seconds in which decisions gather before they are written in one transaction."""
_LONGEST = 5.0
"""Longest pause between two tries to store what waits, seconds."""
_APART = 3
"""Refused tries after which records are stored one by one, in case one of them is at fault."""
_REFUSED = 10
"""Records refused one by one after which it is the store that is at fault."""
_FORGET_EVERY = 60.0
_RECENT = 60.0
"""Seconds for which a loss is told by the health check."""

_log = logger("decision log")


class Loggable(Protocol):
    """A decision that can become a record."""

    @property
    def weight(self) -> int:
        """About how many bytes it holds while it waits."""

    def logged(self, considered: int) -> Logged:
        """Return what is stored."""


class DecisionLog:
    """Takes decisions, makes their records and stores them in batches.

    `most_bytes` is what may wait, decisions and records together; `keep_answers` ms for which a repeated request gets
    its answer; `considered` candidates of each touchpoint are told.
    """

    def __init__(self, store: Decisions, metrics: Metrics, most_bytes: int, keep_answers: int, considered: int = 20):
        self._store = store
        self._metrics = metrics
        self._most = most_bytes
        self._keep = keep_answers
        self._considered = considered
        self._handed: deque[Loggable] = deque()
        self._records: deque[Logged] = deque()
        self._held = 0
        self._lock = threading.Lock()
        self._turns = threading.Lock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._failures = 0
        self._again = self._forgot = 0.0
        self._lost_at = float("-inf")
        self.lost = 0
        self.on_made: Callable[[Loggable], object] = lambda made: None
        """Told of each decision once its record is made; must not wait and must not raise."""

    def add(self, made: Loggable) -> None:
        """Hand a decision over; when too much waits already it is counted as lost and the request goes on."""
        weight = made.weight
        with self._lock:
            if self._held + weight <= self._most:
                self._held += weight
                self._handed.append(made)
                return
        self._lose(1)

    def make(self) -> None:
        """Make the record of a decision that was handed over, if there is one; waits for nothing, raises nothing."""
        try:
            made = self._handed.popleft()
        except IndexError:
            return
        try:
            record = made.logged(self._considered)
        except Exception as error:
            self._hold(-made.weight)
            self._lose(1)
            _log.error("record not made", error=f"{type(error).__name__}: {error}")
            return
        self._records.append(record)
        self._hold(record.size - made.weight)
        self.on_made(made)

    @property
    def waiting(self) -> int:
        """Decisions that are not stored yet."""
        return len(self._handed) + len(self._records)

    @property
    def well(self) -> bool:
        """Whether the store takes what it is given and nothing was lost lately."""
        return self._failures == 0 and time.monotonic() - self._lost_at > _RECENT

    def start(self) -> None:
        """Start the writer's thread."""
        self._stop.clear()
        self._thread = threading.Thread(target=self._run, name="decision log", daemon=True)
        self._thread.start()

    def stop(self, seconds: float = 5.0) -> None:
        """Write what is waiting and end the thread; what cannot be stored within so many seconds is lost."""
        if self._thread is None:
            return
        until = time.monotonic() + seconds
        self._stop.set()
        self._thread.join(seconds)
        self._thread = None
        self._metrics.tallies.tell()
        while self.waiting and time.monotonic() < until:
            self._again = 0.0
            self._turn()
            time.sleep(min(0.1 * self._failures, 1.0))
        if self.waiting:
            _log.error("decisions not stored in time", count=self.waiting)
            self._lose(self.waiting)

    def flush(self) -> None:
        """Write what is waiting, here and now; what the store refuses goes on waiting."""
        self._again = 0.0
        while self.waiting and self._turn():
            pass

    def _run(self) -> None:
        while not self._stop.wait(_PAUSE):
            while self._turn() and self.waiting >= _BATCH:
                pass
            self._metrics.waiting.set(self.waiting)
            self._metrics.tallies.tell()
            if time.monotonic() - self._forgot > _FORGET_EVERY:
                self._forgot = time.monotonic()
                self._forget()

    def _turn(self) -> bool:
        """Make the records that nobody has made and store a batch; return whether the store took it."""
        with self._turns:
            for _ in range(min(_BATCH, len(self._handed))):
                self.make()
                # Requests are waiting for the interpreter: none of them for longer than one record takes.
                time.sleep(0)
            if not self._records:
                return True
            if time.monotonic() < self._again:
                return False
            return self._write([self._records[place] for place in range(min(_BATCH, len(self._records)))])

    def _write(self, batch: list[Logged]) -> bool:
        try:
            self._store.add(batch)
        except StoreError as error:
            self._failures += 1
            self._again = time.monotonic() + min(0.1 * 2**self._failures, _LONGEST)
            _log.warning("decisions not stored", tries=self._failures, waiting=self.waiting, detail=error.detail)
            return self._failures >= _APART and self._write_apart(batch)
        self._failures = 0
        self._stored(batch)
        return True

    def _write_apart(self, batch: list[Logged]) -> bool:
        """Store records one by one; when the store takes some, those that it refuses are at fault, and lost."""
        refused = []
        for each in batch:
            try:
                self._store.add([each])
            except StoreError:
                refused.append(each)
                if len(refused) == _REFUSED:
                    break
        if len(refused) in (len(batch), _REFUSED):
            return False
        self._failures = 0
        self._stored(batch)
        if refused:
            _log.error("records that cannot be stored", ids=[each.decision_id for each in refused])
            self._lose(len(refused))
        return True

    def _stored(self, batch: list[Logged]) -> None:
        for _ in batch:
            self._records.popleft()
        self._hold(-sum(each.size for each in batch))

    def _hold(self, more: int) -> None:
        with self._lock:
            self._held += more

    def _lose(self, count: int) -> None:
        self.lost += count
        self._lost_at = time.monotonic()
        self._metrics.lost.inc(count)

    def _forget(self) -> None:
        try:
            self._store.forget_answers(int(time.time() * 1_000) - self._keep)
        except StoreError as error:
            _log.warning("old answers not dropped", detail=error.detail)
