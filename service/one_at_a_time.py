"""One at a time: a chore of which each worker of a machine has its own copy is done by one of them."""

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from service.log import logger
from slotwise.errors import SlotwiseError

_log = logger("background")
_PAUSE = 0.05
"""Seconds between two tries to have a lock."""


@contextmanager
def held(lock: Path, seconds: float = 0.0) -> Iterator[None]:
    """Hold a lock file, waited for up to some seconds; raise BlockingIOError when somebody else holds it all along."""
    until = time.monotonic() + seconds
    with lock.open("w") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= until:
                    raise
                time.sleep(_PAUSE)
        yield


def alone(lock: Path, work: Callable[[], object]) -> bool:
    """Do the work while nobody else holds the lock file; return whether it was done. What fails is logged."""
    try:
        with held(lock):
            work()
    except BlockingIOError:
        return False
    except (OSError, SlotwiseError) as error:
        _log.warning("work not done", lock=lock.name, detail=str(error))
        return False
    return True
