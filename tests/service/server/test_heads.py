"""Heads: what is kept of a head gives the very environment that the parser gives."""

import socket

import pytest
from gunicorn.config import Config
from gunicorn.http.errors import ParseException

from service.server.connection import Connection, Outbox
from service.server.heads import Heads

POST = b"POST /a?b=%s HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nX-Thing: 1\r\n\r\n"
SERVER = ("127.0.0.1", 80)
NOT_ALIKE = ("wsgi.input", "gunicorn.socket", "wsgi.errors", "wsgi.early_hints")


@pytest.fixture
def connect():
    """Makes connections of clients with an address and a port."""
    opened = []

    def make(address="127.0.0.1", port=5):
        opened.extend(socket.socketpair())
        return Connection(opened[-2], (address, port), SERVER, 1_000, 0.0)

    yield make
    for each in opened:
        each.close()


def told(environ):
    """An environment without what is another object for every request, and the body."""
    return {name: value for name, value in environ.items() if name not in NOT_ALIKE}, environ["wsgi.input"].read()


def test_a_head_that_was_read_before_gives_the_same(connect):
    """Apart from the body and the client's port, which are those of the request."""
    heads, head = Heads(Config()), POST % b"c"
    heads.read(head + b"hello", connect(port=5), Outbox())
    again, out = connect(port=6), Outbox()
    response, environ = heads.read(head + b"again", again, out)
    _, fresh = Heads(Config()).read(head + b"again", again, Outbox())

    assert told(environ) == told(fresh)
    assert environ["gunicorn.socket"] is out
    response.start_response("200 OK", [("Content-Length", "2")])
    response.write(b"ok")
    assert out.bytes.endswith(b"\r\n\r\nok")


def test_a_body_of_another_length_has_the_same_head(connect):
    """However long it is; the environment says how long, and nothing is read again."""
    heads, read = Heads(Config()), []
    parsed, heads._parsed = heads._parsed, lambda *given: read.append(given) or parsed(*given)
    for body in (b"", b"x" * 10_000, b"hello"):
        request = POST.replace(b": 5", b": %d" % len(body)) % b"c" + body
        _, environ = heads.read(request, connect(), Outbox())
        _, fresh = Heads(Config()).read(request, connect(), Outbox())
        assert told(environ) == told(fresh)

    assert len(read) == 2
    assert read[1][0].endswith(b"\r\n\r\n")


@pytest.mark.parametrize("length", [b"", b" -5", b" 5, 5", b" 5\r\nContent-Length: 5", b" 0x5", b" five"])
def test_a_length_that_is_none_is_refused_whatever_was_kept(connect, length):
    """A good head that differs in it alone does not stand for it."""
    heads = Heads(Config())
    heads.read(POST % b"c" + b"hello", connect(), Outbox())
    with pytest.raises(ParseException):
        heads.read((POST % b"c").replace(b" 5\r\n", length + b"\r\n") + b"hello", connect(), Outbox())


def test_who_sends_it_counts(connect):
    """Only of a proxy that is trusted is it believed that the caller came by https."""
    heads, head = Heads(Config()), b"GET / HTTP/1.1\r\nHost: x\r\nX-Forwarded-Proto: https\r\n\r\n"
    schemes = [
        heads.read(head, connect(address), Outbox())[1]["wsgi.url_scheme"] for address in ("127.0.0.1", "10.1.1.1")
    ]

    assert schemes == ["https", "http"]


def test_what_an_application_changes_is_its_own(connect):
    """The next request with the same head does not see it."""
    heads, head = Heads(Config()), POST % b"c"
    for body in (b"hello", b"again"):
        _, environ = heads.read(head + body, connect(), Outbox())
        assert "mine" not in environ
        environ["mine"] = True


def test_bodies_in_chunks_are_read_each_time(connect):
    """Only what ends by its length has a body that begins where the head ends."""
    heads, head = Heads(Config()), b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    for body in (b"hello", b"again"):
        _, environ = heads.read(head + b"5\r\n" + body + b"\r\n0\r\n\r\n", connect(), Outbox())
        assert environ["wsgi.input"].read() == body


def test_a_bad_head_is_refused_each_time(connect):
    """It is not kept."""
    heads = Heads(Config())
    for _ in range(2):
        with pytest.raises(ParseException):
            heads.read(b"GET / HTTP/1.1\r\nHost : x\r\n\r\n", connect(), Outbox())


def test_heads_that_all_differ_do_not_fill_the_memory(connect):
    """The oldest ones are forgotten, and read again when they come again."""
    heads, connection = Heads(Config()), connect()
    for number in (*range(300), 0):
        _, environ = heads.read(POST % str(number).encode() + b"hello", connection, Outbox())
        assert environ["QUERY_STRING"] == f"b={number}"
    assert len(heads._kept) == 256
