"""Alone: two exports to one folder would write over each other, so the second one waits for the first."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from service.one_at_a_time import held
from slotwise.errors import ConfigError

_LOCK = ".export.lock"


@contextmanager
def alone(folder: Path, wait: float) -> Iterator[None]:
    """Be the only export to a folder, which is made; raise ConfigError when another one stays for `wait` seconds."""
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        try:
            stack.enter_context(held(folder.parent / f".{folder.name}{_LOCK}", wait))
        except BlockingIOError as error:
            raise ConfigError(f"another export to {folder} is under way") from error
        yield
