"""Running: whatever the application does, there is an answer, and it is told when that is on its way."""

import logging
import socket
from contextlib import closing

import pytest
from gunicorn.config import Config

from service.server.connection import Connection
from service.server.refusals import BROKEN
from service.server.running import Running

GET = b"GET /%s HTTP/1.1\r\nHost: x\r\n\r\n"
said = logging.getLogger("test of running")


class Pieces(list):
    """What an application returns, which is to be closed."""

    def __init__(self, done, *pieces):
        super().__init__(pieces)
        self._done = done

    def close(self):
        self._done.append(len(self))
        if len(self) > 1:
            raise RuntimeError("too late to tell")


@pytest.fixture
def connection():
    """A client's connection."""
    ours, theirs = socket.socketpair()
    with closing(ours), closing(theirs):
        yield Connection(ours, ("127.0.0.1", 5), ("127.0.0.1", 80), 1_000, 0.0)


@pytest.fixture
def done():
    """How many pieces were closed."""
    return []


@pytest.fixture
def running(done):
    """An application that answers with as many pieces as the path says, and fails for none."""

    def application(environ, start_response):
        count = int(environ["PATH_INFO"][1:])
        if not count:
            raise RuntimeError("broken")
        start_response("200 OK", [("Content-Length", str(count))])
        return Pieces(done, *[b"x"] * count)

    return Running(application, Config(), said)


def test_the_application_is_told_when_its_answer_is_on_its_way(running, connection, done):
    """Not before: what it does then holds up nobody who waits for this answer."""
    ran = running.answer(GET % b"1", connection, last=False)

    assert (ran.data.endswith(b"\r\n\r\nx"), ran.keep, done) == (True, True, [])
    running.end(ran)
    assert done == [1]


def test_the_last_answer_of_a_connection_says_so(running, connection):
    """Before a worker ends."""
    ran = running.answer(GET % b"1", connection, last=True)

    assert b"\r\nConnection: close\r\n" in ran.data
    assert not ran.keep


def test_what_fails_after_the_answer_harms_nobody(running, connection, done, caplog):
    """The answer is as it was, and it is logged."""
    ran = running.answer(GET % b"2", connection, last=False)
    running.end(ran)

    assert (ran.keep, done) == (True, [2])
    assert "failed after its answer" in caplog.text


def test_an_application_that_fails_is_an_answer_too(running, connection, caplog):
    """And what the parser refuses is refused."""
    broken, refused = (running.answer(each, connection, last=False) for each in (GET % b"0", b"GET / HTTP/9.9\r\n\r\n"))
    for ran in (broken, refused):
        running.end(ran)

    assert (broken.data, broken.keep) == (BROKEN, False)
    assert refused.data.startswith(b"HTTP/1.1 400 ")
    assert "outside of the application" in caplog.text
