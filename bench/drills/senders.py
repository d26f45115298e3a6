"""Senders: clients that send events without a pause, and send each call again until they know that it was taken."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import orjson

from bench.speed.client import Connection, prepared

BATCH = 20
PERSONS = 300
_PAUSE = 0.02
_TIMEOUT = 5.0


@dataclass
class Senders:
    """What was sent and what was acknowledged, by event id."""

    port: int
    seed: int
    acknowledged: set[str] = field(default_factory=set)
    calls: int = 0
    again: int = 0
    """Calls that were sent once more, because the connection broke or the answer was not a 202."""
    _stop: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def running(self, clients: int) -> Iterator[Senders]:
        """So many clients at work."""
        threads = [threading.Thread(target=self._client, args=(number,), daemon=True) for number in range(clients)]
        for each in threads:
            each.start()
        try:
            yield self
        finally:
            self._stop.set()
            for each in threads:
                each.join(2 * _TIMEOUT)

    def _client(self, number: int) -> None:
        chance, connection, count = random.Random((self.seed << 8) + number), None, 0
        while not self._stop.is_set():
            # Two clients send the same calls, so that an event reaches two workers at about the same time.
            body = self._call(f"{self.seed}-{number // 2}", count, chance)
            request, taken = prepared("/v1/events", body), False
            count += 1
            while not taken and not self._stop.is_set():
                try:
                    connection = connection or self._connect()
                    taken = self._acknowledge(connection.exchange(request))
                except (OSError, ValueError):
                    connection = None
                if not taken:
                    self.again += 1
                    time.sleep(_PAUSE)

    def _connect(self) -> Connection:
        connection = Connection.to(self.port)
        connection.socket.settimeout(_TIMEOUT)
        return connection

    def _call(self, name: str, count: int, chance: random.Random) -> bytes:
        """A call with new events, one event that stands in it twice, and one that was in the call before."""
        ids = [f"{name}-{count}-{place}" for place in range(BATCH)]
        ids += ids[:1] + ([f"{name}-{count - 1}-0"] if count else [])
        return orjson.dumps({"events": [_event(each, chance) for each in ids]})

    def _acknowledge(self, answer: bytes) -> bool:
        head, _, body = answer.partition(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 202"):
            return False
        results = orjson.loads(body)["results"]
        with self._lock:
            self.calls += 1
            self.acknowledged.update(each["event_id"] for each in results if each["status"] != "rejected")
        return True


def _event(event_id: str, chance: random.Random) -> dict[str, object]:
    # All but the id follows from the id, so that the same id is always the same event.
    own = random.Random(event_id)
    return {
        "event_id": event_id,
        "type": own.choice(["click", "view", "start", "convert"]),
        "person": {"id": f"p{own.randrange(PERSONS)}"},
        "product_id": f"q{own.randrange(50)}",
        "occurred_at": f"2026-01-01T{own.randrange(24):02}:{own.randrange(60):02}:00Z",
    }
