"""The client counts what a server really does: answers, wrong ones, and the time from the moment a request was due."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from bench.speed.client import Connection, closed_loop, open_loop, prepared
from tests.bench.listening import listening

REQUEST = prepared("/v1/decisions", b'{"person": {}}')
GOOD = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"


@contextmanager
def server(answer: bytes = GOOD, pause: float = 0.0, stall: tuple[int, float] = (-1, 0.0)) -> Iterator[int]:
    """Answers every request in one thread for all connections, so that one is served after the other."""
    busy, served = threading.Lock(), [0]

    def serve(connection: socket.socket) -> None:
        with connection:
            while connection.recv(65_536):
                with busy:
                    served[0] += 1
                    time.sleep(stall[1] if served[0] == stall[0] else pause)
                    connection.sendall(answer)

    with listening(serve) as port:
        yield port


def test_an_answer_in_pieces_is_put_together() -> None:
    """Headers and body may come in any number of packets."""
    ours, theirs = socket.socketpair()
    connection = Connection(ours)
    for piece in (GOOD[:10], GOOD[10:41], GOOD[41:]):
        theirs.sendall(piece)
        found = connection.answer()
    assert found == GOOD


def test_closed_loop_counts_answers() -> None:
    """As many as come; those without what they must hold are wrong."""
    with server() as port:
        load = closed_loop(port, [REQUEST], connections=2, seconds=0.2, must=b"hello")
        assert load.rate > 0
        assert not load.wrong
        assert closed_loop(port, [REQUEST], 1, 0.05, must=b"other").wrong
    with server(b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n") as port:
        load = closed_loop(port, [REQUEST], 1, 0.05)
        assert load.rate <= 0
        assert load.busy == load.wrong > 0


def test_open_loop_counts_the_wait_of_those_behind() -> None:
    """One stall of the server is felt by every request that was due meanwhile, not by one only."""
    with server(stall=(20, 0.3)) as port:
        load = open_loop(port, [REQUEST], rate=100, seconds=1.0, most=16)
    assert len(load.latencies) == 100
    assert not load.wrong
    assert sum(latency > 100 for latency in load.latencies) >= 10


def test_who_is_not_keen_keeps_the_rate() -> None:
    """All that was due is sent, though up to a millisecond late."""
    with server() as port:
        load = open_loop(port, [REQUEST], rate=100, seconds=0.5, most=4, keen=False)
    assert (len(load.latencies), load.wrong) == (50, 0)


def test_what_never_comes_is_wrong() -> None:
    """A server that is too slow for the rate leaves requests without an answer in time."""
    with server(pause=0.1) as port:
        load = open_loop(port, [REQUEST], rate=100, seconds=0.2, most=4)
    assert load.wrong > 0


def test_open_loop_sends_every_request_once() -> None:
    """Also those that had to wait for a connection."""
    came: list[bytes] = []

    def serve(connection: socket.socket) -> None:
        with connection:
            while data := connection.recv(65_536):
                came.append(data)
                time.sleep(0.02)
                connection.sendall(GOOD)

    requests = [prepared("/v1/events", b'{"number": %d}' % number) for number in range(20)]
    with listening(serve) as port:
        load = open_loop(port, requests, rate=100, seconds=0.2, most=1)

    assert not load.wrong
    assert sorted(came) == sorted(requests)
