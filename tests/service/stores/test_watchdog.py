"""Watchdog: a socket that is held for too long is shut, and no other."""

import os
import socket
import time

import pytest

from service.stores.watchdog import Watchdog


@pytest.fixture
def pair():
    """Two connected sockets of which nobody writes."""
    one, other = socket.socketpair()
    yield one, other
    one.close()
    other.close()


def test_a_read_that_hangs_ends(pair):
    """It returns as if the other side had gone."""
    started = time.monotonic()
    with Watchdog().watch(pair[0].fileno(), 0.1):
        assert pair[0].recv(1) == b""

    assert time.monotonic() - started < 5


def test_what_is_done_in_time_is_left_alone(pair):
    """A socket that was watched before can be used for as long as one likes."""
    dog = Watchdog()
    with dog.watch(pair[0].fileno(), 0.05):
        pass
    time.sleep(0.15)
    pair[1].send(b"x")

    assert pair[0].recv(1) == b"x"


def test_the_shorter_of_two_is_shut(pair):
    """A later watch with an earlier end is not held up by one with a later end."""
    other = socket.socketpair()
    dog = Watchdog()
    with dog.watch(other[0].fileno(), 60.0), dog.watch(pair[0].fileno(), 0.05):
        assert pair[0].recv(1) == b""
    other[1].send(b"x")
    assert other[0].recv(1) == b"x"
    for each in other:
        each.close()


def test_it_watches_in_a_forked_process_too(pair):
    """Threads do not survive the fork: the child has one of its own."""
    dog = Watchdog()
    with dog.watch(pair[0].fileno(), 60.0):
        pass
    child = os.fork()
    if child == 0:
        with dog.watch(pair[0].fileno(), 0.05):
            os._exit(0 if pair[0].recv(1) == b"" else 1)

    assert os.waitpid(child, 0)[1] == 0
