"""Pairs: the decision follows the acknowledgement of its event, and one that does not know it is told."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from bench.ingest.pairs import open_loop
from bench.speed.client import prepared
from tests.bench.listening import listening

EVENT = prepared("/v1/events", b'{"events": []}')
DECISION = prepared("/v1/decisions", b"{}")


def answer(status: str, body: bytes) -> bytes:
    """A whole answer."""
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


@contextmanager
def server(known: bytes) -> Iterator[int]:
    """Accepts every event, and answers every decision with the same body."""

    def serve(connection: socket.socket) -> None:
        with connection:
            while asked := connection.recv(65_536):
                taken = answer("202 ACCEPTED", b'{"accepted":1}')
                connection.sendall(taken if b"/v1/events" in asked else answer("200 OK", known))

    with listening(serve) as port:
        yield port


def test_every_pair_is_timed() -> None:
    """From when it was due, and from the acknowledgement."""
    with server(b'{"known":true}') as port:
        found = open_loop(port, [(EVENT, DECISION)] * 20, 200.0, 0.1, most=4)

    assert len(found.accepted) == len(found.visible) == len(found.together) == 20
    assert found.unseen == 0
    assert found.quantile("together", 0.5) >= found.quantile("visible", 0.5)


def test_a_decision_that_does_not_know_is_told() -> None:
    """It is no latency but a failure."""
    with server(b'{"known":false}') as port:
        found = open_loop(port, [(EVENT, DECISION)] * 5, 200.0, 0.025, most=2)

    assert (found.unseen, found.refused, found.visible) == (5, 0, [])


def test_what_was_refused_is_no_failure_to_know() -> None:
    """The event was never acknowledged; what the server said is kept."""

    def serve(connection: socket.socket) -> None:
        with connection, suppress(ConnectionError):
            while connection.recv(65_536):
                connection.sendall(answer("503 BUSY", b"later"))

    with listening(serve) as port:
        found = open_loop(port, [(EVENT, DECISION)] * 5, 200.0, 0.025, most=2)

    assert (found.unseen, found.refused, found.accepted) == (0, 5, [])
    assert found.said.endswith(b"later")
