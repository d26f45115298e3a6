"""Opening: the database of an installation, for a command that works on it and then ends."""

from collections.abc import Iterator
from contextlib import contextmanager

from service.settings import Settings
from service.stores.database import Database


@contextmanager
def opened(settings: Settings) -> Iterator[Database]:
    """The settings' database with its tables in their newest shape, closed afterwards; raise StoreError."""
    database = Database(settings.database_url, settings.durability)
    try:
        database.prepare()
        yield database
    finally:
        database.close()
