"""The worker: nobody waits for a slow client, and nothing that a client does ends it."""

import os
import signal
import socket
import time
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from tests.service.server.running import answer, ask, get, running

POST = b"POST /a HTTP/1.1\r\nHost: x\r\n"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    """A server for all tests that leave it as it was."""
    with running(tmp_path_factory.mktemp("server"), seconds=2.0) as (found, _):
        yield found


def connect(port):
    """A connection."""
    return socket.create_connection(("127.0.0.1", port), 10)


def test_requests_are_answered(port):
    """With bodies of a length and in chunks, with and without waiting for a word, one after the other."""
    chunked = POST + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n1\r\n!\r\n0\r\n\r\n"

    assert ask(port, get("/b")).endswith(b"GET /b 0")
    assert ask(port, POST + b"Content-Length: 5\r\n\r\nhello").endswith(b"POST /a 5")
    assert ask(port, chunked).endswith(b"POST /a 6")
    with connect(port) as sock:
        for _ in range(3):
            sock.sendall(get())
            assert answer(sock).endswith(b"GET / 0")
        sock.sendall(POST + b"Content-Length: 5\r\nExpect: 100-continue\r\n\r\n")
        assert sock.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        sock.sendall(b"hello")
        assert answer(sock).endswith(b"POST /a 5")


def test_who_can_wait_is_answered_too(port):
    """By a worker that has nothing to do, and by one that has just done nothing but what is urgent."""
    patient = b"POST /row HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello"
    assert ask(port, patient).endswith(b"POST /row 5")
    assert ask(port, get("/sleep")).endswith(b"GET /sleep 0")
    assert ask(port, patient).endswith(b"POST /row 5")


def test_requests_sent_at_once_are_answered_in_order(port):
    """A client need not wait for one answer before it asks again."""
    with connect(port) as sock:
        sock.sendall(get("/1") + get("/2") + get("/3")[:-4])
        sock.settimeout(3)
        found = b""
        while b"GET /2 0" not in found:
            found += sock.recv(1_000)
        sock.sendall(get("/3")[-4:])
        while b"GET /3 0" not in found:
            found += sock.recv(1_000)
    assert found.index(b"GET /1 0") < found.index(b"GET /2 0")


def test_dribbling_clients_hold_nobody_up(port):
    """A hundred send their headers or body byte by byte; everybody else is answered at once."""
    with ExitStack() as stack:
        slow = [stack.enter_context(connect(port)) for _ in range(100)]
        for number, sock in enumerate(slow):
            sock.sendall(get()[:10] if number % 2 else POST + b"Content-Length: 50\r\n\r\nx")
        started = time.monotonic()
        for _ in range(50):
            for sock in slow[:20]:
                sock.sendall(b"a")
            assert ask(port, get()).endswith(b"GET / 0")
        assert time.monotonic() - started < 2.0


def test_who_takes_too_long_is_told_so(port):
    """A request that is not whole in its time is refused; one that never began is ended."""
    with connect(port) as begun, connect(port) as silent:
        begun.sendall(get()[:10])
        found = answer(begun)
        assert found.startswith(b"HTTP/1.1 408 ")
        assert b"application/problem+json" in found
        assert silent.recv(10) == b""


def test_what_is_too_large_is_refused_at_once(port):
    """A body by its length or its chunks, headers by their size; the client can read why."""
    for data, status in (
        (POST + b"Content-Length: 100001\r\n\r\n" + b"x" * 5_000, b"413"),
        (POST + b"Transfer-Encoding: chunked\r\n\r\n186a1\r\n" + b"x" * 5_000, b"413"),
        (get()[:-4] + b"\r\nX: " + b"y" * 70_000, b"431"),
        (get("/" + "y" * 10_000), b"400"),
        (get()[:-4] + b"\r\nX: y" * 200 + b"\r\n\r\n", b"400"),
    ):
        found = ask(port, data)
        assert found.startswith(b"HTTP/1.1 ")
        assert b"problem+json" in found
        assert found.split()[1] in (status, b"431", b"414")


@pytest.mark.parametrize(
    "data",
    [
        b"\x00\xff\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\r\n\r\n\r\n\r\n",
        b"GET / HTTP/1.1\r\n: x\r\n\r\n",
        POST + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
        POST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        POST + b"Content-Length: -5\r\n\r\n", POST + b"Content-Length: 5_0\r\n\r\n" + b"x" * 60,
        POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n", POST + b"Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n",
        POST + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhelloXX0\r\n\r\n",
        POST + b"Transfer-Encoding: nonsense\r\n\r\n", POST + b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n folded\r\n\r\n", b"GET http://[::1 HTTP/1.1\r\n\r\n",
    ],
)  # fmt: skip
def test_what_is_no_request_is_refused(port, data):
    """A 4xx or 501, never a 500, and the next request is answered."""
    found = ask(port, data)

    assert not found.startswith(b"HTTP/1.1 500")
    assert found == b"" or found.split()[1][:1] == b"4" or found.split()[1] in (b"501", b"200")
    assert ask(port, get()).endswith(b"GET / 0")


def test_who_reads_slowly_holds_nobody_up(tmp_path):
    """Eight megabytes wait for a client that does not read; others are answered; then it gets all of it."""
    with running(tmp_path, held=20_000_000) as (port, _), connect(port) as slow:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 262_144)
        slow.sendall(get("/big"))
        for _ in range(20):
            assert ask(port, get()).endswith(b"GET / 0")
        assert len(answer(slow)) > 8_000_000


def test_answers_that_are_not_read_do_not_fill_the_memory(tmp_path):
    """Beyond a total, the largest one goes; others are answered."""
    with running(tmp_path, held=20_000_000) as (port, master), ExitStack() as stack:
        for _ in range(8):
            slow = stack.enter_context(connect(port))
            slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
            slow.sendall(get("/big"))
        assert ask(port, get()).endswith(b"GET / 0")
        (worker,) = Path(f"/proc/{master}/task/{master}/children").read_text().split()
        resident = int(Path(f"/proc/{worker}/statm").read_text().split()[1]) * 4_096
    assert resident < 150_000_000


def test_who_has_gone_is_not_answered(port):
    """A request whose client does not wait costs nothing."""
    with connect(port) as first:
        first.sendall(get("/sleep"))
        time.sleep(0.2)
        for _ in range(5):
            with connect(port) as gone:
                gone.sendall(get("/sleep"))
        assert answer(first).endswith(b"GET /sleep 0")
    started = time.monotonic()
    assert ask(port, get()).endswith(b"GET / 0")
    assert time.monotonic() - started < 1.0


def test_an_application_that_fails_is_a_500(port):
    """Without its inside, and the worker goes on."""
    found = ask(port, get("/fail"))

    assert found.startswith(b"HTTP/1.1 500 ")
    assert b"broken" not in found
    assert ask(port, get()).endswith(b"GET / 0")


def test_idle_connections_make_room(tmp_path):
    """More clients than connections: those that are idle go first."""
    with running(tmp_path, connections=50) as (port, _), ExitStack() as stack:
        for _ in range(120):
            stack.enter_context(connect(port)).sendall(b"GET /")
        for _ in range(20):
            assert ask(port, get()).endswith(b"GET / 0")


def test_unfinished_bodies_do_not_fill_the_memory(tmp_path):
    """Beyond a total, large ones are refused and small ones are answered."""
    with running(tmp_path) as (port, _), ExitStack() as stack:
        refused = 0
        for _ in range(8):
            sock = stack.enter_context(connect(port))
            sock.sendall(POST + b"Content-Length: 99999\r\n\r\n" + b"x" * 90_000)
            sock.settimeout(0.3)
            with suppress(TimeoutError):
                refused += sock.recv(12) == b"HTTP/1.1 413"
        assert 3 <= refused <= 5
        assert ask(port, POST + b"Content-Length: 5\r\n\r\nhello").endswith(b"POST /a 5")


def pid(port, patience=20.0):
    """The process that answers, as soon as one does."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        with suppress(OSError):
            found = ask(port, get("/pid"), max(until - time.monotonic(), 0.1))
            if found.startswith(b"HTTP/1.1 200"):
                return int(found.split()[-2])
    raise AssertionError(f"nobody answered for {patience:g} s")


def test_a_worker_that_hangs_is_replaced(tmp_path):
    """It ends itself and says where it was; a new process answers within five seconds."""
    with running(tmp_path) as (port, _):
        before = pid(port)
        with connect(port) as sock:
            sock.sendall(get("/hang"))
            time.sleep(0.2)
            after = pid(port, patience=5.0)

    assert after != before
    said = (tmp_path / "server.log").read_text()
    assert f"worker {before} hangs" in said
    assert "echo.py" in said


def test_what_may_take_long_is_not_taken_for_hung_so_soon(tmp_path):
    """The drill above finds a build that gives such a request more time."""
    with running(tmp_path) as (port, _), connect(port) as sock:
        sock.sendall(get("/endless"))
        time.sleep(0.2)
        with pytest.raises(AssertionError, match="nobody answered"):
            pid(port, patience=5.0)


def test_a_process_that_stands_still_is_replaced(tmp_path):
    """The master misses its heartbeats."""
    with running(tmp_path) as (port, _):
        before = pid(port)
        os.kill(before, signal.SIGSTOP)
        assert pid(port) != before


def test_who_says_that_it_takes_longer_is_left_alone(tmp_path):
    """As what waits for a database; and so is a process of which another thread works, as on a new model."""
    with running(tmp_path) as (port, _):
        before = pid(port)
        assert ask(port, get("/patient")).endswith(b"GET /patient 0")
        assert ask(port, get("/thread")).endswith(b"GET /thread 0")
        time.sleep(4.0)
        assert pid(port) == before


def test_when_the_whole_machine_stood_still_all_go_on(tmp_path):
    """A master that wakes up first and misses heartbeats asks before it kills."""
    with running(tmp_path) as (port, _):
        before = pid(port)
        os.kill(before, signal.SIGABRT)
        time.sleep(0.5)
        assert pid(port) == before


def test_what_has_come_is_answered_before_the_end(tmp_path):
    """A SIGTERM to the worker lets the request that runs and those that wait be answered."""
    with running(tmp_path) as (port, master), connect(port) as first, connect(port) as second:
        first.sendall(get("/sleep"))
        time.sleep(0.2)
        second.sendall(get("/sleep"))
        time.sleep(0.2)
        worker = int(Path(f"/proc/{master}/task/{master}/children").read_text().split()[0])
        os.kill(worker, signal.SIGTERM)
        assert answer(first).endswith(b"GET /sleep 0")
        assert answer(second).endswith(b"GET /sleep 0")
