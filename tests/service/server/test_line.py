"""The line of requests that wait."""

import socket

import pytest

from service.server.connection import Connection
from service.server.line import Line


def waiting(request):
    """A connection with a request."""
    sock, _ = socket.socketpair()
    connection = Connection(sock, "", ("x", 80), 100, 0.0)
    connection.request = request
    return connection


def test_the_urgent_go_first_and_the_others_get_their_turn():
    """In their own order each; one of eight is not urgent."""
    line = Line((b"POST /v1/decisions",))
    for number in range(3):
        line.append(waiting(b"POST /v1/events %d" % number))
    for number in range(20):
        line.append(waiting(b"POST /v1/decisions %d" % number))
    assert len(line) == 23
    order = [line.popleft().request for _ in range(23)]

    assert [place for place, each in enumerate(order) if b"events" in each] == [7, 15, 22]
    assert [each for each in order if b"decisions" in each] == [
        b"POST /v1/decisions %d" % number for number in range(20)
    ]
    with pytest.raises(IndexError):
        line.popleft()


def test_without_urgent_ones_the_first_is_the_first():
    """A line as any other."""
    line = Line(())
    for each in (b"a", b"b", b"c"):
        line.append(waiting(each))

    assert [line.popleft().request for _ in range(3)] == [b"a", b"b", b"c"]
