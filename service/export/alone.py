"""Alone: two exports to one folder would write over each other, so the second one waits for the first."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from slotwise.errors import ConfigError

_LOCK = ".export.lock"
_PAUSE = 0.2
"""Seconds between two tries to be the only export."""


@contextmanager
def alone(folder: Path, wait: float) -> Iterator[None]:
    """Be the only export to a folder, which is made; raise ConfigError when another one stays for `wait` seconds."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = folder.parent / f".{folder.name}{_LOCK}"
    with lock.open("w") as file:
        until = time.monotonic() + wait
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError as error:
                if time.monotonic() >= until:
                    raise ConfigError(f"another export to {folder} is under way") from error
                time.sleep(_PAUSE)
        yield
