"""Webhooks: signed, tried again, never to where they must not go, and never kept waiting."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from service import webhooks
from service.webhooks import Webhooks, webhook_key
from slotwise.errors import WebhookError
from slotwise.signing import parse, signature_of, text_of

SECRET = b"0123456789abcdef"


@contextmanager
def receiver(statuses: list[int]) -> Iterator[tuple[str, list]]:
    """A server that answers with these statuses one after the other, and what it was sent."""
    got: list = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            got.append((self.path, dict(self.headers), body))
            self.send_response(statuses[min(len(got), len(statuses)) - 1])
            self.send_header("Location", "/elsewhere")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/in?a=1", got
    finally:
        server.shutdown()
        server.server_close()


def sender(**given) -> Webhooks:
    """Webhooks that may go anywhere and do not really wait."""
    return Webhooks(SECRET, **{"anywhere": True, "sleep": lambda _: None, **given})


def test_it_is_sent_with_a_signature():
    """The receiver gets the body as it is, and can check that it came from here."""
    with receiver([204]) as (url, got):
        assert sender().send(url, b'{"a": 1}', "d_1") == 204
    path, headers, body = got[0]
    signature = parse(headers["Slotwise-Signature"])

    assert (path, body, headers["Slotwise-Delivery"]) == ("/in?a=1", b'{"a": 1}', "d_1")
    assert signature is not None
    text = text_of("POST", path, body, signature.time, signature.nonce)
    assert signature.signature == signature_of(bytes.fromhex(webhook_key(SECRET)), text)
    assert webhook_key(SECRET) != webhook_key(b"another secret..")


def test_it_is_tried_again():
    """What is refused for now is sent again under the same name, with longer and longer pauses."""
    slept: list[float] = []
    with receiver([503, 429, 200]) as (url, got):
        assert sender(sleep=slept.append).send(url, b"{}") == 200

    assert slept == [1.0, 2.0]
    assert len({headers["Slotwise-Delivery"] for _, headers, _ in got}) == 1


@pytest.mark.parametrize(("status", "tries"), [(400, 1), (301, 1), (307, 1), (500, 4)])
def test_it_gives_up(status, tries):
    """Refusals for good and redirects end it at once, others after the last try; the error says what was answered."""
    with receiver([status]) as (url, got), pytest.raises(WebhookError, match=str(status)):
        sender().send(url, b"{}")

    assert len(got) == tries
    assert {path for path, _, _ in got} == {"/in?a=1"}


@pytest.mark.parametrize("dribble", [False, True])
def test_a_receiver_that_hangs_is_left(dribble):
    """A server that never answers, or answers a byte now and then, costs the time of a try and no more."""
    listening = socket.create_server(("127.0.0.1", 0))
    ended = threading.Event()

    def hang() -> None:
        link, _ = listening.accept()
        while not ended.wait(0.05):
            if dribble:
                try:
                    link.sendall(b"H")
                except OSError:
                    break
        link.close()

    threading.Thread(target=hang, daemon=True).start()
    with pytest.raises(WebhookError, match="did not take it"):
        sender(seconds=0.4, tries=1).send(f"http://127.0.0.1:{listening.getsockname()[1]}/", b"{}")
    ended.set()
    listening.close()


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/",
        "ftp://example.org/",
        "https://",
        "https://user:secret@example.org/",
        "https://example.org:0/",
        "https://example.org:99999/",
        "https://exa mple.org/",
        "https://example.org/\r\nX: 1",
        "https://[::1/",
        "file:///etc/passwd",
        "",
        "https://example.org/" + "a" * 2_000,
    ],
)
def test_other_addresses_are_refused(url):
    """Plain http, passwords, control characters and what is no address at all are never connected to."""
    with pytest.raises(WebhookError):
        Webhooks(SECRET).send(url, b"{}")


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "::1", "0.0.0.0"])
def test_private_addresses_are_refused(address, monkeypatch):
    """A name that leads into the private network, or to this machine, is not followed there."""
    found = [(socket.AF_INET, socket.SOCK_STREAM, 0, "", (address, 443))]
    monkeypatch.setattr(webhooks.socket, "getaddrinfo", lambda *_, **__: found)
    monkeypatch.setattr(webhooks.socket, "create_connection", lambda *_: pytest.fail("connected"))

    with pytest.raises(WebhookError, match="not a public address"):
        Webhooks(SECRET).send("https://inside.example.org/", b"{}")


def test_nobody_listening_is_told():
    """A port where nobody listens is an error after the last try."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    with pytest.raises(WebhookError, match="ConnectionRefusedError"):
        sender(tries=2).send(f"http://127.0.0.1:{port}/", b"{}")


def test_the_secret_is_not_shown():
    """Printing what sends does not show what it signs with."""
    assert "0123456789abcdef" not in repr(sender())
