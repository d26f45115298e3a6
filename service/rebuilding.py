"""Rebuilding: the stores of a data folder, open for folding every state anew."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from service.settings import read_settings
from service.stores.copies import Copies
from service.stores.database import Database
from service.stores.rebuild import Rebuild
from service.stores.redis import Redis
from service.stores.states import States


@contextmanager
def rebuilding(data_dir: Path | None) -> Iterator[Rebuild]:
    """The rebuild of the settings' stores; what it changes is copied to Redis where there is one."""
    settings = read_settings() if data_dir is None else read_settings(data_dir=data_dir)
    database = Database(settings.database_url, settings.durability)
    database.prepare()
    copies = Copies(database, Redis(settings.states)) if settings.states else None
    try:
        yield Rebuild(database, States(database, copies))
    finally:
        if copies is not None:
            copies.close()
        database.close()
