"""A response: the very bytes that gunicorn sends, whatever the headers."""

import re
from types import SimpleNamespace

import pytest
from gunicorn.config import Config
from gunicorn.http import wsgi
from gunicorn.http.errors import InvalidHeader, InvalidHeaderName

from service.server.connection import Outbox
from service.server.response import Response

LENGTH = ("Content-Length", "2")


def sent(kind, status, headers, version=(1, 1), method="GET", close=False):
    """What a kind of response sends for these headers, without the moment."""
    request = SimpleNamespace(version=version, method=method, should_close=lambda: close)
    out = Outbox()
    response = kind(request, out, Config())
    response.start_response(status, headers)
    response.write(b"ok")
    response.close()
    return re.sub(rb"Date: [^\r]{29}\r", b"Date\r", bytes(out.bytes)), response.should_close()


@pytest.mark.parametrize(
    ("headers", "more"),
    [
        ([("Content-Type", "text/plain"), LENGTH], {}),
        ([("X-A", " padded\t"), LENGTH], {}),
        ([("X-A", "in pieces")], {}),
        ([LENGTH, ("X-A", "1")], {"version": (1, 0)}),
        ([LENGTH, ("X-A", "1")], {"close": True}),
        ([LENGTH, ("Connection", "close"), ("Keep-Alive", "5"), ("X-A", "1")], {}),
        ([("Connection", "upgrade"), ("Upgrade", "websocket"), LENGTH], {}),
        ([LENGTH, ("X-A", "1")], {"method": "HEAD"}),
        ([LENGTH, ("X-A", "1")], {"status": "204 No Content"}),
    ],
)
def test_the_bytes_are_those_of_gunicorn(headers, more):
    """The first time and when every name was seen before; so is whether the connection ends."""
    more = {"status": "200 OK", **more}
    expected = sent(wsgi.Response, headers=headers, **more)

    assert sent(Response, headers=headers, **more) == expected
    assert sent(Response, headers=headers, **more) == expected


def test_what_is_no_header_is_refused_also_when_its_name_is_known():
    """A value with an end of line, one that is no text, a name with a colon."""
    sent(Response, "200 OK", [("X-A", "1"), LENGTH])
    for header, error in (
        (("X-A", "1\r\nX-B: 2"), InvalidHeader),
        (("X-A", 1), TypeError),
        (("X:", ""), InvalidHeaderName),
    ):
        with pytest.raises(error):
            sent(Response, "200 OK", [header, LENGTH])


def test_an_answer_is_started_once():
    """The second time is a fault of the application."""
    response = Response(SimpleNamespace(version=(1, 1), method="GET"), Outbox(), Config())
    response.start_response("200 OK", [LENGTH])
    with pytest.raises(AssertionError):
        response.start_response("200 OK", [LENGTH])
