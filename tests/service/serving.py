"""A real server in a process of its own, for the tests that need one."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(data_dir: Path, *arguments: str, auth: str = "open") -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """`slotwise serve` on a data folder, without keys unless asked for: its address and process, once it is ready."""
    port = free_port()
    command = [sys.executable, "-m", "slotwise", "serve", "--data-dir", str(data_dir), "--port", str(port), *arguments]
    with (data_dir / "server.log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, env={**os.environ, "SLOTWISE_AUTH": auth})
    url = f"http://127.0.0.1:{port}"
    try:
        until = time.monotonic() + 60
        while True:
            assert server.poll() is None, (data_dir / "server.log").read_text()
            assert time.monotonic() < until, (data_dir / "server.log").read_text()
            try:
                urlopen(f"{url}/livez", timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield url, server
    finally:
        if server.poll() is None:
            server.send_signal(signal.SIGTERM)
        server.wait(20)


def get(url: str) -> Any:
    """The JSON document at an address."""
    with urlopen(url, timeout=10) as response:
        return json.loads(response.read())


def post(url: str, document: Any) -> Any:
    """The JSON answer to a document."""
    request = Request(url, json.dumps(document).encode(), {"Content-Type": "application/json"})
    with urlopen(request, timeout=10) as response:
        return json.loads(response.read())
