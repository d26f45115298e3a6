"""A connection, apart from the worker."""

import socket

import pytest

from service.server.connection import Connection, Outbox


@pytest.fixture
def pair():
    """A connection and its client."""
    ours, theirs = socket.socketpair()
    yield Connection(ours, "", ("x", 80), 100, 0.0), theirs
    ours.close()
    theirs.close()


def test_what_comes_is_taken_in_until_it_is_a_request(pair):
    """Nothing there is no reason to wait, an end is known."""
    connection, client = pair
    assert connection.receive()
    assert not connection.next_request(1.0)
    client.sendall(b"GET / HTTP/1.1\r\n\r\n")
    assert connection.receive()
    assert connection.next_request(2.0)
    assert (connection.busy, connection.arrived) == (True, 2.0)
    client.close()

    assert connection.gone()
    assert not connection.receive()


def test_what_is_not_taken_is_kept(pair):
    """It goes on when the client reads."""
    connection, client = pair
    assert not connection.send((b"x" * 10_000_000,))
    client.settimeout(5)
    got = 0
    while connection.unsent:
        got += len(client.recv(1 << 20))
        connection.send()
    connection.half_close()
    while piece := client.recv(1 << 20):
        got += len(piece)

    assert got == 10_000_000


def test_an_outbox_keeps_what_is_written():
    """But for the word to go on, which has been said."""
    out = Outbox()
    out.sendall(b"a")
    out.send(b"HTTP/1.1 100 Continue\r\n\r\n")
    out.send(b"b")

    assert bytes(out.bytes) == b"ab"
