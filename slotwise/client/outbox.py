"""The outbox: events wait here, bounded, and a thread of its own delivers them in batches, at least once each."""

import contextlib
import os
import random
import threading
import time
import weakref
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from slotwise.client.backoff import delay
from slotwise.client.problems import Busy, Invalid, ServiceProblem, Unreachable

Event = Mapping[str, Any]
Deliver = Callable[[Sequence[Event]], Sequence[Mapping[str, Any]]]
"""Sends a batch and returns what became of each event, in order; raises ServiceProblem."""
OnRefused = Callable[[Event, Mapping[str, Any]], None]
"""Told of each event that will never be taken, with the problem document; runs in the outbox's thread."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the events so far: given = accepted + duplicate + refused + dropped + waiting."""

    given: int = 0
    accepted: int = 0
    duplicate: int = 0
    refused: int = 0
    """The service will never take them."""
    dropped: int = 0
    """Never sent: the queue was full, nobody was named, or the event was no JSON."""
    waiting: int = 0
    retries: int = 0


class Outbox:
    """A bounded queue with a thread that empties it. Nothing here raises into the caller."""

    def __init__(self, deliver: Deliver, capacity: int, batch: int, linger: float, on_refused: OnRefused | None = None):
        self._deliver, self._capacity, self._batch, self._linger = deliver, capacity, batch, linger
        self._on_refused = on_refused
        self._closed = self._stopped = False
        self._anew()
        os.register_at_fork(after_in_child=partial(_anew, weakref.ref(self)))

    @property
    def counts(self) -> Counts:
        """What became of the events so far."""
        with self._changed:
            return replace(self._counts, waiting=len(self._queue))

    def add(self, event: Event | None) -> bool:
        """Take an event, unless the queue is full or closed; None counts as dropped. Tells whether it was taken."""
        with self._changed:
            if self._thread.ident is None:
                self._thread.start()
            taken = event is not None and not self._closed and len(self._queue) < self._capacity
            self._count(given=1, dropped=0 if taken else 1)
            if event is not None and taken:
                self._queue.append(event)
                self._changed.notify_all()
        return taken

    def flush(self, timeout: float) -> bool:
        """Send what waits without lingering; return whether nothing waited any more within `timeout` seconds."""
        with self._changed:
            self._hurry = True
            self._changed.notify_all()
            return self._changed.wait_for(lambda: not self._queue, timeout)

    def close(self, timeout: float) -> bool:
        """Take nothing more, send what waits; return whether everything went within `timeout` seconds."""
        with self._changed:
            self._closed = True
        done = self.flush(timeout) if self._thread.is_alive() else not self._queue
        with self._changed:
            self._stopped = True
            self._changed.notify_all()
        return done

    def _anew(self) -> None:
        """Empty, without a thread: at first, and in a fork's child, as what waits is its parent's to send."""
        self._queue: deque[Event] = deque()
        self._changed = threading.Condition()
        self._counts = Counts()
        self._hurry = False
        self._thread = threading.Thread(target=self._run, name="slotwise-events", daemon=True)

    def _run(self) -> None:
        batch, attempt = self._batch, 0
        while events := self._next(batch):
            try:
                results = self._deliver(events)
            except (Busy, Unreachable) as problem:
                attempt += 1
                self._wait(attempt, problem)
            except Invalid as problem:
                if problem.status == 413 and len(events) > 1:
                    batch = len(events) // 2
                else:
                    self._refused(events, problem)
            except ServiceProblem as problem:
                self._refused(events, problem)
            except Exception as problem:  # a defect must not end the thread, nor be tried for ever
                self._refused(events, ServiceProblem(0, "client_failed", repr(problem)))
            else:
                batch, attempt = self._batch, 0
                self._done(events, results)

    def _next(self, most: int) -> list[Event]:
        """The next batch, once it is worth sending; empty when the outbox is to end."""
        with self._changed:
            self._changed.wait_for(lambda: self._queue or self._closed)
            self._changed.wait_for(lambda: self._hurry or self._closed or len(self._queue) >= most, self._linger)
            if self._stopped:
                return []
            return [self._queue[place] for place in range(min(most, len(self._queue)))]

    def _wait(self, attempt: int, problem: ServiceProblem) -> None:
        asked = problem.retry_after if isinstance(problem, Busy) else None
        until = time.monotonic() + delay(attempt, random.random(), asked)
        with self._changed:
            self._count(retries=1)
            self._changed.wait_for(lambda: self._stopped, until - time.monotonic())

    def _done(self, events: Sequence[Event], results: Sequence[Mapping[str, Any]]) -> None:
        kinds = [each.get("status") for each in results]
        accepted, duplicate = kinds.count("accepted"), kinds.count("duplicate")
        for event, result in zip(events, results, strict=True):
            if result.get("status") not in ("accepted", "duplicate"):
                self._tell(event, result.get("problem") or {})
        self._remove(len(events), accepted=accepted, duplicate=duplicate, refused=len(events) - accepted - duplicate)

    def _refused(self, events: Sequence[Event], problem: ServiceProblem) -> None:
        for event in events:
            self._tell(event, {"code": problem.code, "detail": problem.detail, **problem.document})
        self._remove(len(events), refused=len(events))

    def _tell(self, event: Event, problem: Mapping[str, Any]) -> None:
        if self._on_refused is not None:
            with contextlib.suppress(Exception):  # the application's own defect must not stop the deliveries
                self._on_refused(event, problem)

    def _remove(self, number: int, **counts: int) -> None:
        with self._changed:
            for _ in range(number):
                self._queue.popleft()
            self._count(**counts)
            self._hurry = self._hurry and bool(self._queue)
            self._changed.notify_all()

    def _count(self, **more: int) -> None:
        self._counts = replace(self._counts, **{name: getattr(self._counts, name) + more[name] for name in more})


def _anew(box: "weakref.ref[Outbox]") -> None:
    found = box()
    if found is not None:
        found._anew()
