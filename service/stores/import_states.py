"""Loads persons' states from a file that training wrote: one packed state a line, gzip."""

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path

from service.settings import Settings
from service.stores.database import Database
from service.stores.states import States
from slotwise.errors import StateError
from slotwise.person_packing import pack, unpack

_BATCH = 2_000


def import_states(settings: Settings, path: Path) -> int:
    """Store the states of a file in the settings' database and return how many; raise StateError or StoreError.

    A state in the file takes the place of the stored one. Batches that were stored before an error stay.
    """
    database = Database(settings.database_url, settings.durability)
    database.prepare()
    states, count, batch = States(database), 0, list[tuple[str, bytes]]()
    for row in _rows(path):
        batch.append(row)
        if len(batch) == _BATCH:
            count += _store(database, states, batch)
            batch = []
    count += _store(database, states, batch)
    database.close()
    return count


def _store(database: Database, states: States, batch: list[tuple[str, bytes]]) -> int:
    with database.write() as connection:
        states.put_packed(connection, batch)
    return len(batch)


def _rows(path: Path) -> Iterator[tuple[str, bytes]]:
    try:
        with gzip.open(path, "rb") as file:
            for number, line in enumerate(file, start=1):
                state = unpack(line)
                if not state.person_id:
                    raise StateError(f"{path}: line {number} has no person")
                yield state.person_id, pack(state)
    except (OSError, EOFError, zlib.error) as error:
        raise StateError(f"{path} cannot be read: {error}", hint="write it again") from error
