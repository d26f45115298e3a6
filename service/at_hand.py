"""At hand: the service in a command's own process, with its model and its database, without server and threads."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from service.log import configure
from service.settings import settings_of
from service.wiring import Service, wire


@contextmanager
def at_hand(data_dir: Path | None) -> Iterator[Service]:
    """The service of a data folder, the settings' own by default; only errors are logged."""
    configure("error")
    service = wire(settings_of(data_dir))
    service.open()
    try:
        yield service
    finally:
        service.database.close()
