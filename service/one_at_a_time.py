"""One at a time: a chore of which each worker of a machine has its own copy is done by one of them."""

import fcntl
from collections.abc import Callable
from pathlib import Path

from service.log import logger
from slotwise.errors import SlotwiseError

_log = logger("background")


def alone(lock: Path, work: Callable[[], object]) -> bool:
    """Do the work while nobody else holds the lock file; return whether it was done. What fails is logged."""
    try:
        with lock.open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            work()
    except BlockingIOError:
        return False
    except (OSError, SlotwiseError) as error:
        _log.warning("work not done", lock=lock.name, detail=str(error))
        return False
    return True
