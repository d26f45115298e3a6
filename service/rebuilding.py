"""Rebuilding: the stores of a data folder, open for folding every state anew."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from service.settings import settings_of
from service.stores.copies import Copies
from service.stores.opening import opened
from service.stores.rebuild import Rebuild
from service.stores.redis import Redis
from service.stores.states import States


@contextmanager
def rebuilding(data_dir: Path | None) -> Iterator[Rebuild]:
    """The rebuild of the settings' stores; what it changes is copied to Redis where there is one."""
    settings = settings_of(data_dir)
    with opened(settings) as database:
        copies = Copies(database, Redis(settings.states)) if settings.states else None
        try:
            yield Rebuild(database, States(database, copies))
        finally:
            if copies is not None:
                copies.close()
