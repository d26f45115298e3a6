"""Pairs in open loop: an event and, as soon as it is acknowledged, the decision that has to know of it."""

from __future__ import annotations

import selectors
import time
from collections import deque
from dataclasses import dataclass, field

import numpy as np

from bench.speed.client import Connection

KNOWN = b'"known":true'


@dataclass
class Visible:
    """Latencies in ms: of an event from when it was due, of its decision from the acknowledgement, of both together.

    `unseen` are decisions that did not know of an event that was acknowledged, `refused` events and decisions that were
    not taken, or not in time, with the first such answer in `said`; `late` is the share of pairs that this client, not
    the server, began over 1 ms after they were due.
    """

    accepted: list[float] = field(default_factory=list)
    visible: list[float] = field(default_factory=list)
    together: list[float] = field(default_factory=list)
    unseen: int = 0
    refused: int = 0
    said: bytes = b""
    late: float = 0.0

    @property
    def through(self) -> int:
        """How many pairs have ended, in whichever way."""
        return len(self.together) + self.unseen + self.refused

    def quantile(self, name: str, share: float) -> float:
        """Latency in ms."""
        return float(np.quantile(getattr(self, name), share))


@dataclass
class _Lane:
    connection: Connection
    pair: tuple[bytes, bytes] = (b"", b"")
    due: float = 0.0
    acknowledged: float = 0.0


def open_loop(port: int, pairs: list[tuple[bytes, bytes]], rate: float, seconds: float, most: int = 96) -> Visible:
    """Begin pairs at a constant rate, whatever the server does; every pair is used once at most."""
    found, count = Visible(), min(int(rate * seconds), len(pairs))
    lanes = [_Lane(Connection.to(port)) for _ in range(most)]
    idle, waiting, sent, late = deque(lanes), deque[tuple[float, int]](), 0, 0
    with selectors.DefaultSelector() as selector:
        for each in lanes:
            selector.register(each.connection.socket, selectors.EVENT_READ, each)
        start = time.perf_counter() + 0.01
        while found.through < count and time.perf_counter() < start + 3 * seconds:
            now = time.perf_counter()
            while sent < count and (due := start + sent / rate) <= now:
                waiting.append((due, sent))
                late += now - due > 1e-3
                sent += 1
            while waiting and idle:
                due, number = waiting.popleft()
                lane = idle.popleft()
                lane.pair, lane.due, lane.acknowledged = pairs[number], due, 0.0
                lane.connection.send(lane.pair[0], due)
            pause = start + sent / rate - time.perf_counter() if sent < count else 0.01
            for key, _ in selector.select(pause - 0.0015 if pause > 0.002 else 0):
                if _step(found, key.data):
                    idle.append(key.data)
    for each in lanes:
        each.connection.socket.close()
    found.late = late / max(count, 1)
    found.refused += count - found.through
    return found


def _step(found: Visible, lane: _Lane) -> bool:
    """Take in what has come; tell whether the pair is through."""
    answer = lane.connection.answer()
    if answer is None:
        return False
    now = time.perf_counter()
    if not lane.acknowledged:
        if not answer.startswith(b"HTTP/1.1 202") or b'"accepted":1' not in answer:
            return _refused(found, answer)
        lane.acknowledged = now
        found.accepted.append((now - lane.due) * 1e3)
        lane.connection.send(lane.pair[1], now)
        return False
    if not answer.startswith(b"HTTP/1.1 200"):
        return _refused(found, answer)
    if KNOWN not in answer:
        found.unseen += 1
        return True
    found.visible.append((now - lane.acknowledged) * 1e3)
    found.together.append((now - lane.due) * 1e3)
    return True


def _refused(found: Visible, answer: bytes) -> bool:
    found.refused += 1
    found.said = found.said or answer
    return True
