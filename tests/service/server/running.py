"""A real server with the small application, for the tests that need one, and bare sockets to try it with."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.service.serving import free_port

PROJECT = Path(__file__).resolve().parents[3]
CONF = """
from service.server.worker import GatheringWorker
worker_class, workers, threads = "service.server.worker.GatheringWorker", 1, 1
GatheringWorker.request_seconds, GatheringWorker.max_body, GatheringWorker.max_held = {seconds}, 100_000, {held}
GatheringWorker.brief = (b"GET /hang", b"GET /patient")
GatheringWorker.urgent, GatheringWorker.patient = (b"GET /sleep",), (b"POST /row",)
timeout, graceful_timeout, keepalive, worker_connections, loglevel = 3, 5, 5, {connections}, "warning"
"""


@contextmanager
def running(
    folder: Path, seconds: float = 30.0, connections: int = 200, held: int = 400_000
) -> Iterator[tuple[int, int]]:
    """The port and the master's process id of a server of its own."""
    port, log = free_port(), folder / "server.log"
    conf = folder / "conf.py"
    conf.write_text(CONF.format(seconds=seconds, connections=connections, held=held))
    command = [sys.executable, "-m", "gunicorn", "-c", str(conf), "-b", f"127.0.0.1:{port}"]
    with log.open("wb") as said:
        server = subprocess.Popen(
            [*command, "tests.service.server.echo:application"], cwd=PROJECT, stdout=said, stderr=said
        )
    try:
        until = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                assert server.poll() is None, log.read_text()
                assert time.monotonic() < until, log.read_text()
                time.sleep(0.05)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait(20)


def ask(port: int, data: bytes, patience: float = 10.0) -> bytes:
    """Send bytes on a connection of their own, and return all that comes back until it is closed or complete."""
    with socket.create_connection(("127.0.0.1", port), patience) as sock:
        sock.sendall(data)
        return answer(sock)


def answer(sock: socket.socket) -> bytes:
    """Return one whole response with a Content-Length, or what came until the end."""
    found = b""
    while b"\r\n\r\n" not in found:
        piece = sock.recv(65_536)
        if not piece:
            return found
        found += piece
    head, _, body = found.partition(b"\r\n\r\n")
    lengths = [line.split(b":")[1] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    while lengths and len(body) < int(lengths[0]):
        piece = sock.recv(65_536)
        if not piece:
            break
        body += piece
    return head + b"\r\n\r\n" + body


def get(path: str = "/") -> bytes:
    """The bytes of a simple request."""
    return f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
