"""PostgreSQL under measurement: a server of the system's own package, started for it with its own defaults."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from bench.speed.servers import free_port

_PATIENCE = 30.0


class Server(NamedTuple):
    """The URL of an empty database, and the server's process id when it was started here."""

    url: str
    process: int | None = None


@contextmanager
def postgres() -> Iterator[Server]:
    """An empty database: of $SLOTWISE_BENCH_POSTGRES, else of a server of the system's own package.

    With PostgreSQL's own defaults, syncing included. Raises FileNotFoundError when it is not installed.
    """
    given = os.environ.get("SLOTWISE_BENCH_POSTGRES")
    if given:
        yield Server(given)
        return
    initdb, server = _binary("initdb"), _binary("postgres")
    folder, port = Path(tempfile.mkdtemp(prefix="slotwise-bench-postgres-")), free_port()
    try:
        account, data = _account(folder), f"{folder}/data"
        options = ["-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8"]
        subprocess.run([*account, initdb, "-D", data, *options], check=True, capture_output=True, cwd=folder)
        command = [*account, server, "-D", data, "-p", str(port), "-h", "127.0.0.1", "-k", str(folder)]
        process = subprocess.Popen(
            command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        try:
            _wait(port)
            yield Server(f"postgresql://postgres@127.0.0.1:{port}/postgres", process.pid)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(20)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait(port: int) -> None:
    import psycopg

    end = time.monotonic() + _PATIENCE
    while True:
        try:
            return psycopg.connect(f"postgresql://postgres@127.0.0.1:{port}/postgres", connect_timeout=2).close()
        except psycopg.Error:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def _binary(name: str) -> str:
    # Debian keeps PostgreSQL's own commands out of the path, one folder a version.
    found = shutil.which(name) or next(map(str, sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))), None)
    if found is None:
        raise FileNotFoundError(f"{name} is not installed: apt-get install postgresql")
    return found


def _account(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root: the words that run a command as the package's own account."""
    if os.geteuid() != 0:
        return []
    account = pwd.getpwnam("postgres")
    os.chown(folder, account.pw_uid, account.pw_gid)
    return ["setpriv", f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups", "--"]
