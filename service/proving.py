"""Proving: a bundle has to answer in a child process before a worker loads it; remembered by its digest."""

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import orjson

from slotwise import bundle
from slotwise.errors import BundleError

_FILE = "proven.json"
_REMEMBERED = 50


class Proving:
    """Runs `service.probe` once a bundle for all workers of an installation."""

    def __init__(self, data_dir: Path, seconds: float):
        self._path = data_dir / _FILE
        self._seconds = seconds

    def prove(self, folder: Path) -> None:
        """Raise BundleError unless the bundle is whole and has answered well, now or earlier.

        Checksums are always verified; the digest covers all of them, so what was proven is what is loaded.
        """
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            bundle.verify(folder)
            key = f"{bundle.digest(folder)} {_code()}"
            proven = self._proven()
            if key not in proven:
                _probe(folder, self._seconds)
                self._remember([*proven, key])

    def _proven(self) -> list[str]:
        try:
            return [str(each) for each in orjson.loads(self._path.read_bytes())]
        except (OSError, ValueError, TypeError):
            return []

    def _remember(self, proven: list[str]) -> None:
        aside = self._path.with_suffix(".new")
        aside.write_bytes(orjson.dumps(proven[-_REMEMBERED:]))
        aside.replace(self._path)


def _code() -> str:
    """Identify the code that proved a bundle: another version has to prove it again."""
    newest = max(path.stat().st_mtime_ns for path in Path(bundle.__file__).parent.rglob("*.py"))
    return f"{newest:x}"


def _probe(folder: Path, seconds: float) -> None:
    command = [sys.executable, "-m", "service.probe", str(folder.resolve())]
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    environment.pop("PROMETHEUS_MULTIPROC_DIR", None)
    try:
        result = subprocess.run(command, env=environment, capture_output=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired as error:
        raise BundleError(f"{folder.name} did not answer within {seconds:g} s") from error
    if result.returncode != 0:
        raise BundleError(f"{folder.name} failed its probe: {_said(result)}", hint="train it again")


def _said(result: subprocess.CompletedProcess[bytes]) -> str:
    try:
        return str(orjson.loads(result.stdout)["detail"])
    except (ValueError, KeyError, TypeError):
        return f"the process ended with status {result.returncode}: {result.stderr.decode(errors='replace')[-300:]}"
