"""The target: a real server with its workers, that can be killed in parts or as a whole and is started again."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bench.speed.servers import ONE_THREAD, PROJECT, children, free_port

APPLICATION = "service.app:create_app()"
_PATIENCE = 60.0


@dataclass
class Target:
    """`slotwise serve` on a data folder, with another application in the place of its own if one is named."""

    folder: Path
    workers: int = 2
    application: str = APPLICATION
    settings: Mapping[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    _process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        """The settings of the server as variables."""
        own = {"DATA_DIR": str(self.folder), "PORT": str(self.port), "WORKERS": str(self.workers), "AUTH": "open"}
        named = {f"SLOTWISE_{name}": value for name, value in {**own, "LOG_LEVEL": "error"}.items()}
        return {**os.environ, **ONE_THREAD, **named, **self.settings}

    def start(self) -> None:
        """Start the master and wait for its workers; raises RuntimeError when they do not come."""
        command = [sys.executable, "-m", "gunicorn", "-c", "python:service.gunicorn_conf", self.application]
        with (self.folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                command, cwd=PROJECT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        self._wait(lambda: len(self.processes()) > self.workers, "the workers did not come")

    def processes(self) -> list[int]:
        """Process ids, the master's first; empty when it does not run."""
        if self._process is None or self._process.poll() is not None:
            return []
        return children(self._process.pid)

    def kill_worker(self, chance: random.Random) -> None:
        """SIGKILL to one worker; the master makes another one."""
        workers = self.processes()[1:]
        if workers:
            os.kill(chance.choice(workers), signal.SIGKILL)

    def kill_master(self, chance: random.Random) -> None:
        """SIGKILL to the master alone, or to all processes at once; then it is started again.

        Workers without their master end by themselves. Raises RuntimeError when they do not.
        """
        assert self._process is not None
        group = self._process.pid
        if chance.random() < 0.5:
            os.killpg(group, signal.SIGKILL)
        else:
            os.kill(group, signal.SIGKILL)
        self._process.wait()
        self._wait(lambda: not _alive(group), "workers stay without their master")
        self.start()

    def stop(self) -> None:
        """End it as an operator does."""
        if self._process is None:
            return
        group = self._process.pid
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(group, signal.SIGKILL)
            self._process.wait()
        self._process = None

    def _wait(self, until: object, complaint: str) -> None:
        end = time.monotonic() + _PATIENCE
        while not until():  # type: ignore[operator]
            if time.monotonic() > end:
                said = (self.folder / "server.log").read_text(errors="replace")[-2_000:]
                raise RuntimeError(f"{complaint}: {said}")
            time.sleep(0.02)


def _alive(group: int) -> bool:
    """Tell whether any process of a group still runs; those that have ended and wait to be asked do not count."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, found = stat.read_text().rpartition(")")[2].split()[:3]
        except (OSError, ValueError):
            continue
        if int(found) == group and state != "Z":
            return True
    return False
