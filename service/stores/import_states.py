"""Loads persons' states from a file that training wrote: one packed state a line, gzip."""

import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from service.secret import find_secret
from service.settings import Settings
from service.stores.bases import store_bases
from service.stores.copies import Copies
from service.stores.database import Database
from service.stores.locks import PATIENCE, patient
from service.stores.opening import opened
from service.stores.redis import Redis
from service.stores.states import States
from service.stores.tombstones import Tombstones
from slotwise.errors import StateError
from slotwise.person_packing import pack, unpack

_BATCH = 2_000


def import_states(settings: Settings, path: Path) -> int:
    """Store the states of a file in the settings' database and return how many; raise StateError or StoreError.

    A state in the file takes the place of the stored one; those of persons who were erased are left out. Batches that
    were stored before an error stay.
    """
    with opened(settings) as database:
        copies = Copies(database, Redis(settings.states)) if settings.states else None
        importing = _Importing(database, States(database, copies), Tombstones(database, find_secret(settings)))
        count, batch = 0, list[tuple[str, bytes]]()
        for row in _rows(path):
            batch.append(row)
            if len(batch) == _BATCH:
                count += importing.store(batch)
                batch = []
        count += importing.store(batch)
        if copies is not None:
            copies.close()
    return count


@dataclass(frozen=True)
class _Importing:
    database: Database
    states: States
    tombstones: Tombstones

    def store(self, batch: list[tuple[str, bytes]]) -> int:
        """Store a batch and return how many of it."""
        with self.database.write(PATIENCE) as connection:
            patient(connection)
            erased = self.tombstones.erased(connection, {name for name, _ in batch})
            left = [row for row in batch if row[0] not in erased]
            store_bases(connection, self.states, left)
        return len(left)


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
