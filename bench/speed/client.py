"""A small HTTP/1.1 client for loopback: many kept-alive connections in one thread, prepared requests, raw answers.

Closed loop gives a ceiling: every connection asks again as soon as it has its answer. Open loop gives latency: requests
are sent at a constant rate, whatever the server does, and time counts from the moment at which each was to be sent.
"""

from __future__ import annotations

import selectors
import socket
import time
from collections import deque
from dataclasses import dataclass, field

import numpy as np


def prepared(path: str, body: bytes) -> bytes:
    """A POST of JSON as bytes."""
    lines = (
        f"POST {path} HTTP/1.1",
        "Host: 127.0.0.1",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
    )
    return "\r\n".join((*lines, "", "")).encode() + body


@dataclass
class Connection:
    """One connection with at most one request under way; `since` is when it was sent or was to be sent."""

    socket: socket.socket
    since: float = 0.0
    buffer: bytes = b""

    @classmethod
    def to(cls, port: int) -> Connection:
        """Connect."""
        made = socket.create_connection(("127.0.0.1", port), timeout=30)
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return cls(made)

    def send(self, request: bytes, since: float) -> None:
        """Send a whole request: it is smaller than the socket's buffer."""
        self.since = since
        self.socket.sendall(request)

    def exchange(self, request: bytes) -> bytes:
        """Send a request and wait for its whole answer."""
        self.send(request, time.perf_counter())
        answer = None
        while answer is None:
            answer = self.answer()
        return answer

    def answer(self) -> bytes | None:
        """Read what is there; return the whole answer once it is complete."""
        part = self.socket.recv(65_536)
        if not part:
            raise ConnectionError("the server closed the connection")
        self.buffer += part
        head = self.buffer.find(b"\r\n\r\n")
        if head < 0:
            return None
        length = self.buffer.lower().find(b"content-length:", 0, head)
        end = head + 4 + int(self.buffer[length + 15 : self.buffer.find(b"\r\n", length)])
        if len(self.buffer) < end:
            return None
        whole, self.buffer = self.buffer[:end], b""
        return whole


@dataclass
class Load:
    """What came of a run: seconds, latencies in ms, answers that were not as they must be, the share of late sends."""

    seconds: float
    latencies: list[float] = field(default_factory=list)
    wrong: int = 0
    late: float = 0.0
    busy: int = 0
    """How many of the wrong ones were a 503, or did not come in time: the server does not take the request now."""
    first_wrong: bytes = b""
    """The first answer that was not as it must be, to say what was the matter."""

    @property
    def rate(self) -> float:
        """Good answers per second."""
        return (len(self.latencies) - self.wrong) / self.seconds

    def quantile(self, share: float) -> float:
        """Latency in ms."""
        return float(np.quantile(self.latencies, share))


def closed_loop(port: int, requests: list[bytes], connections: int, seconds: float, must: bytes = b"") -> Load:
    """Keep so many connections busy; an answer that is not a 200 or 202 with `must` in it is wrong."""
    load, turn = Load(seconds), 0
    with selectors.DefaultSelector() as selector:
        opened = [Connection.to(port) for _ in range(connections)]
        start = time.perf_counter()
        for each in opened:
            selector.register(each.socket, selectors.EVENT_READ, each)
            each.send(requests[turn % len(requests)], time.perf_counter())
            turn += 1
        while (now := time.perf_counter()) < start + seconds:
            for key, _ in selector.select(start + seconds - now):
                answer = key.data.answer()
                if answer is not None:
                    _count(load, key.data, answer, must)
                    key.data.send(requests[turn % len(requests)], time.perf_counter())
                    turn += 1
        load.seconds = time.perf_counter() - start
    for each in opened:
        each.socket.close()
    return load


def open_loop(
    port: int, requests: list[bytes], rate: float, seconds: float, must: bytes = b"", most: int = 128, keen: bool = True
) -> Load:
    """Send at a constant rate. `late` is the share of sends that this client, not the server, made over 1 ms late.

    Waiting in the kernel wakes up to a millisecond late: near the next send a `keen` client looks instead of sleeping.
    That takes up to a core, so where the rate alone matters, and others want the core, it is better not to be keen.
    """
    load, count = Load(seconds), int(rate * seconds)
    idle, waiting, sent, late = deque(Connection.to(port) for _ in range(most)), deque[tuple[float, int]](), 0, 0
    opened = list(idle)
    with selectors.DefaultSelector() as selector:
        for each in opened:
            selector.register(each.socket, selectors.EVENT_READ, each)
        start = time.perf_counter() + 0.01
        while len(load.latencies) < count and time.perf_counter() < start + 3 * seconds:
            now = time.perf_counter()
            while sent < count and (due := start + sent / rate) <= now:
                waiting.append((due, sent))
                late += now - due > 1e-3
                sent += 1
            while waiting and idle:
                due, number = waiting.popleft()
                connection = idle.popleft()
                connection.send(requests[number % len(requests)], due)
            pause = start + sent / rate - time.perf_counter() if sent < count else 0.01
            if keen:
                pause = pause - 0.0015 if pause > 0.002 else 0.0
            for key, _ in selector.select(max(pause, 0.0)):
                answer = key.data.answer()
                if answer is not None:
                    _count(load, key.data, answer, must)
                    idle.append(key.data)
    for each in opened:
        each.socket.close()
    load.late = late / max(count, 1)
    missing = count - len(load.latencies)
    load.wrong += missing
    load.busy += missing
    return load


def _count(load: Load, connection: Connection, answer: bytes, must: bytes) -> None:
    load.latencies.append((time.perf_counter() - connection.since) * 1e3)
    if not (answer.startswith((b"HTTP/1.1 200", b"HTTP/1.1 202")) and must in answer):
        load.wrong += 1
        load.busy += answer.startswith(b"HTTP/1.1 503")
        load.first_wrong = load.first_wrong or answer
