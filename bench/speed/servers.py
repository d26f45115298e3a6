"""Servers under measurement: gunicorn processes on loopback, kept on one core of their own, stopped by their id."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.speed.client import Connection

PROJECT = Path(__file__).resolve().parents[2]
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1"}
_PATIENCE = 120.0


@dataclass(frozen=True)
class Server:
    """A running server: its port, its master's process id and how long it took to the first good answer."""

    port: int
    process: int
    seconds: float


@contextmanager
def gunicorn(application: str, environment: Mapping[str, str] | None = None, ask: bytes = b"") -> Iterator[Server]:
    """One worker, one gthread thread, as the service itself has."""
    port = free_port()
    options = ["--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--threads", "1", "--keep-alive", "75"]
    command = [sys.executable, "-m", "gunicorn", *options, "--log-level", "warning", "--no-control-socket", application]
    with _running(command, {**(environment or {}), "WEB_CONCURRENCY": "1"}, port, ask) as server:
        yield server


@contextmanager
def slotwise(folder: Path, workers: int = 1, ask: bytes = b"", **settings: str) -> Iterator[Server]:
    """`slotwise serve` over the folder's shelf and states, without a deadline that would lower the level."""
    port = free_port()
    arguments = ["--port", str(port), "--workers", str(workers), "--data-dir", str(folder / "service")]
    arguments += ["--shelf", str(folder / "shelf")]
    if not (folder / "service" / "slotwise.db").exists() and (folder / "states.gz").exists():
        arguments += ["--states", str(folder / "states.gz")]
    environment = {"SLOTWISE_LOG_LEVEL": "error", "SLOTWISE_AUTH": "open", "SLOTWISE_DEADLINE_MS": "60000", **settings}
    with _running([sys.executable, "-m", "slotwise", "serve", *arguments], environment, port, ask) as server:
        yield server


def free_port() -> int:
    """A TCP port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def keep_apart() -> None:
    """This process, the client, leaves the first core to the servers, where there are two."""
    if len(_cores()) > 1:
        os.sched_setaffinity(0, _cores()[1:])


def children(process: int) -> list[int]:
    """Process ids of a process and all below it; of one that has just ended none."""
    try:
        told = [path.read_text() for path in Path(f"/proc/{process}/task").glob("*/children")]
    except OSError:
        return []
    below = [int(each) for text in told for each in text.split()]
    return [process, *(each for child in below for each in children(child))]


_ALL_CORES = sorted(os.sched_getaffinity(0))


def _cores() -> list[int]:
    return _ALL_CORES


def _to_first_core() -> None:
    os.sched_setaffinity(0, _cores()[:1])


@contextmanager
def _running(command: list[str], environment: Mapping[str, str], port: int, ask: bytes) -> Iterator[Server]:
    start = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            command,
            cwd=PROJECT,
            env={**os.environ, **ONE_THREAD, **environment},
            stdout=said,
            stderr=said,
            preexec_fn=_to_first_core,
        )
        try:
            if not _answers(process, port, ask, start + _PATIENCE):
                said.seek(0)
                raise RuntimeError(f"no good answer from {' '.join(command)}: {said.read()[-2000:].decode()}")
            yield Server(port, process.pid, time.perf_counter() - start)
        finally:
            _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _answers(process: subprocess.Popen[bytes], port: int, ask: bytes, until: float) -> bool:
    """Wait for a first good answer; without anything to ask, for the port to be open."""
    while time.perf_counter() < until and process.poll() is None:
        try:
            if not ask or Connection.to(port).exchange(ask).startswith(b"HTTP/1.1 200"):
                Connection.to(port).socket.close()
                return True
        except OSError:
            pass
        time.sleep(0.01)
    return False
