"""Real servers for the tests, from the system's own packages: PostgreSQL and Redis, each in a folder of its own.

A test that needs one is skipped, with the name of the package, where it is not installed.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.service.serving import free_port

_PACKAGES = {"initdb": "postgresql", "postgres": "postgresql", "redis-server": "redis-server"}
_READY_SECONDS = 30


@contextmanager
def postgres() -> Iterator[str]:
    """A PostgreSQL server: the URL of its database `postgres`; nothing has to survive, so it does not sync."""
    initdb, server = _binary("initdb"), _binary("postgres")
    folder, port = _folder("postgres"), free_port()
    try:
        account = _account(folder)
        options = ["-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        subprocess.run(
            [*account, initdb, "-D", f"{folder}/data", *options], check=True, capture_output=True, cwd=folder
        )
        command = [*account, server, "-D", f"{folder}/data", "-p", str(port), "-h", "127.0.0.1", "-k", str(folder)]
        with _running([*command, "-c", "fsync=off"], folder, signal.SIGINT, lambda: _postgres_answers(port)):
            yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def redis(port: int | None = None) -> Iterator[str]:
    """A Redis server: its URL; `port` to start it again where one was."""
    binary, port = _binary("redis-server"), port or free_port()
    folder = _folder("redis")
    command = [binary, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    try:
        with _running(command, folder, signal.SIGTERM, lambda: _redis_answers(port)):
            yield f"redis://127.0.0.1:{port}/0"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _running(command: list[str], folder: Path, ending: signal.Signals, ready: Callable[[], bool]) -> Iterator[None]:
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, start_new_session=True)
    try:
        until = time.monotonic() + _READY_SECONDS
        while not ready():
            said = (folder / "log").read_text(errors="replace")
            assert process.poll() is None, f"{command[0]} did not start: {said}"
            assert time.monotonic() < until, f"{command[0]} takes too long to start: {said}"
            time.sleep(0.05)
        yield
    finally:
        process.send_signal(ending)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _postgres_answers(port: int) -> bool:
    import psycopg

    try:
        psycopg.connect(f"postgresql://postgres@127.0.0.1:{port}/postgres", connect_timeout=2).close()
    except psycopg.Error:
        return False
    return True


def _redis_answers(port: int) -> bool:
    import redis as driver

    try:
        return bool(driver.Redis(port=port, socket_timeout=1).ping())
    except driver.RedisError:
        return False


def _binary(name: str) -> str:
    # Debian keeps PostgreSQL's own commands out of the path, one folder a version.
    found = shutil.which(name) or next(map(str, sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))), None)
    if found is None:
        pytest.skip(f"{name} is not installed: apt-get install {_PACKAGES[name]}, or make servers")
    return found


def _folder(name: str) -> Path:
    # Not in pytest's own folder, which another account may not enter.
    return Path(tempfile.mkdtemp(prefix=f"slotwise-{name}-"))


def _account(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root: the words that run a command as the package's own account."""
    if os.geteuid() != 0:
        return []
    try:
        account = pwd.getpwnam("postgres")
    except KeyError:
        pytest.skip("there is no account postgres: apt-get install postgresql, or make servers")
    os.chown(folder, account.pw_uid, account.pw_gid)
    return ["setpriv", f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups", "--"]
