"""The folder in which workers share their metrics, announced before prometheus_client is imported."""

import os
from pathlib import Path

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""Environment variable that prometheus_client reads when it is imported."""


def share(folder: Path) -> None:
    """Empty the folder that workers share and announce it."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("*.db"):
        path.unlink()
    os.environ[FOLDER] = str(folder)


def forget(pid: int) -> None:
    """Drop the gauges of a worker that has ended."""
    if FOLDER in os.environ:
        from prometheus_client.multiprocess import mark_process_dead

        mark_process_dead(pid)
