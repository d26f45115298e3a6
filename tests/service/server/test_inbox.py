"""The inbox: where a request ends, however its bytes come."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.server.inbox import MAX_HEAD, HeadTooLarge, Inbox, TooLarge

HEAD = b"POST /a HTTP/1.1\r\nHost: x\r\n"
REQUESTS = [
    b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
    HEAD + b"Content-Length: 0\r\n\r\n",
    HEAD + b"content-length:  5 \r\nX: y\r\n\r\nhello",
    HEAD + b"Content-Length: 9\r\n\r\n\r\n\r\n\r\nabc",
    HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n3;a=1\r\n0\r\n\r\n9\r\n0\r\n\r\n0123\r\n0\r\nT: x\r\n\r\n",
    HEAD + b"TRANSFER-ENCODING: gzip, chunked\r\n\r\n1\r\n\r\r\n0\r\n\r\n",
]


def taken(inbox):
    """All whole requests that are there."""
    return list(iter(inbox.take, None))


@pytest.mark.parametrize("request_bytes", REQUESTS)
def test_a_request_ends_where_it_ends(request_bytes):
    """Not a byte earlier or later, for lengths and for chunks."""
    for cut in range(len(request_bytes)):
        inbox = Inbox(100)
        inbox.feed(request_bytes[:cut])
        assert inbox.take() is None
    inbox.feed(request_bytes[-1:])

    assert inbox.take() == request_bytes
    assert len(inbox) == 0


@given(st.lists(st.sampled_from(REQUESTS), max_size=6), st.lists(st.integers(1, 40)), st.data())
def test_requests_come_out_whole_however_they_come_in(requests, sizes, data):
    """In one piece, byte by byte, or several at once."""
    stream, inbox, found = b"".join(requests), Inbox(100), []
    while stream:
        size = sizes.pop() if sizes else data.draw(st.integers(1, 40))
        inbox.feed(stream[:size])
        stream = stream[size:]
        found += taken(inbox)

    assert found == requests


@given(st.binary(max_size=400))
def test_no_bytes_break_it(data):
    """Whatever comes, it waits, gives something out, or says that it is too much."""
    inbox = Inbox(50)
    inbox.feed(HEAD + data)
    try:
        found = taken(inbox)
    except (TooLarge, HeadTooLarge):
        return
    assert b"".join(found) == (HEAD + data)[: len(b"".join(found))]


@pytest.mark.parametrize(
    "body",
    [
        b"Content-Length: 101\r\n\r\n",
        b"Content-Length: 999999999999999999\r\n\r\n",
        b"Transfer-Encoding: chunked\r\n\r\n65\r\n",
        b"Transfer-Encoding: chunked\r\n\r\n40\r\n" + b"x" * 64 + b"\r\n40\r\n",
        b"Transfer-Encoding: chunked\r\n\r\nfffffffffffff\r\n",
    ],
)
def test_a_body_that_is_too_large_is_refused_before_it_comes(body):
    """As soon as its size is said."""
    inbox = Inbox(100)
    inbox.feed(HEAD + body)
    with pytest.raises(TooLarge):
        inbox.take()


def test_an_endless_head_is_refused():
    """Headers without an end, and trailers too."""
    inbox = Inbox(100)
    inbox.feed(HEAD + b"X: " + b"y" * MAX_HEAD)
    with pytest.raises(HeadTooLarge):
        inbox.take()
    inbox = Inbox(100)
    inbox.feed(HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\nX: " + b"y" * (MAX_HEAD + 10))
    with pytest.raises(HeadTooLarge):
        inbox.take()


@pytest.mark.parametrize(
    "body",
    [
        b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
        b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"Content-Length: -1\r\n\r\n",
        b"Content-Length: 0x10\r\n\r\n",
        b"Transfer-Encoding: chunked\r\n\r\nnonsense\r\n",
        b"Transfer-Encoding: chunked\r\n\r\n" + b"1" * 400,
    ],
)
def test_what_is_in_doubt_is_handed_over_to_be_refused(body):
    """It does not wait for bytes that may never come."""
    inbox = Inbox(100)
    inbox.feed(HEAD + body)

    assert inbox.take() is not None


def test_a_client_may_wait_for_a_word():
    """As curl does before it sends a large body."""
    inbox = Inbox(100)
    inbox.feed(HEAD + b"Content-Length: 5\r\nExpect: 100-continue\r\n\r\n")
    assert inbox.take() is None
    assert inbox.expects_word
    inbox.feed(b"hello")

    assert inbox.take()
    assert not inbox.expects_word
